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
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A host that is this machine, with the real conversation between: what is held stays held until
/// it is closed.
public final class LocalConversation implements RemoteHost {
  private final HostName name;
  private final ProcessWire wire;
  private final Conversation conversation;

  /// @param name what the host is called
  public LocalConversation(String name) {
    this.name = new HostName(name);
    AnswerReader answers = new AnswerReader();
    this.wire =
        ProcessWire.start(
            answers,
            LocalPrograms.path(),
            List.of("setsid", "sh", "-c", Bootstrap.commandLine(false)));
    this.conversation = new Conversation(wire, answers, new Random(name.hashCode()));
  }

  @Override
  public HostName name() {
    return name;
  }

  @Override
  public synchronized Answer run(Script script) {
    return asked(() -> conversation.run(script));
  }

  @Override
  public synchronized boolean hold(String file) {
    return asked(() -> conversation.hold(file, Duration.ofSeconds(10))).succeeded();
  }

  private interface Question {
    Outcome asked() throws InterruptedException;
  }

  private static Answer asked(Question question) {
    try {
      return ((Outcome.Answered) question.asked()).answer();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends the conversation as a killed program does: the other side sees the end of its input.
  public void abandon() throws java.io.IOException {
    wire.input().close();
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
