package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.RemoteProcess;
import dev.citusdeploy.remote.Script;
import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.local.LocalWire;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A host that is this machine, with a conversation that can be abandoned: held files stay open
/// until it is closed.
public final class LocalConversation implements RemoteHost {
  private final HostName name;
  private final HostConversation conversation;
  private volatile @Nullable LocalWire wire;

  /// @param name what the host is called
  public LocalConversation(String name) {
    this.name = new HostName(name);
    this.conversation =
        new HostConversation(new TestPeer(name), this::open, new Random(name.hashCode()));
  }

  private Wire open(String commandLine, Wire.Receiver receiver) throws IOException {
    LocalWire opened = LocalWire.open(commandLine, Map.of("PATH", LocalPrograms.path()), receiver);
    wire = opened;
    return opened;
  }

  @Override
  public HostName name() {
    return name;
  }

  @Override
  public Answer run(Script script) {
    return conversation.run(script);
  }

  @Override
  public boolean hold(String file) {
    return conversation.hold(file);
  }

  /// Ends the conversation as a killed program does: the other side sees the end of its input.
  public void abandon() throws IOException {
    LocalWire opened = wire;
    if (opened != null) {
      opened.input().close();
    }
  }

  @Override
  public RemoteProcess start(RemoteCommand command, @Nullable Terminal terminal) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteStream connect(String address, int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    conversation.close();
  }
}
