package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.remote.Terminal;
import dev.citusdeploy.remote.conversation.Ending;
import dev.citusdeploy.remote.conversation.StartedProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.channel.PtyChannelConfiguration;
import org.jspecify.annotations.Nullable;

/// The channel to a process: an exec channel of its own.
final class ProcessChannel implements StartedProcess.Channel {
  private final ChannelExec channel;

  private ProcessChannel(ChannelExec channel) {
    this.channel = channel;
  }

  /// Starts a command line. Returns as soon as the server has the channel open.
  ///
  /// @param ending completed when the server reports how the process ended, or the channel closes
  static ProcessChannel open(
      ClientSession session,
      String commandLine,
      @Nullable Terminal terminal,
      CompletableFuture<Ending> ending,
      Duration timeout)
      throws IOException {
    byte[] command = commandLine.getBytes(StandardCharsets.UTF_8);
    ChannelExec channel =
        SessionChannels.create(() -> session.createExecChannel(command, pty(terminal), null));
    channel.setUsePty(terminal != null);
    channel.addChannelListener(new End(channel, ending));
    channel.addCloseFutureListener(_ -> ending.complete(how(channel)));
    boolean opened = false;
    try {
      channel.open().verify(timeout);
      opened = true;
      return new ProcessChannel(channel);
    } finally {
      if (!opened) {
        channel.close(true);
      }
    }
  }

  private static @Nullable PtyChannelConfiguration pty(@Nullable Terminal terminal) {
    if (terminal == null) {
      return null;
    }
    var pty = new PtyChannelConfiguration();
    pty.setPtyType(terminal.type());
    pty.setPtyColumns(terminal.columns());
    pty.setPtyLines(terminal.rows());
    // In pixels, which is not known.
    pty.setPtyWidth(0);
    pty.setPtyHeight(0);
    return pty;
  }

  private static Ending how(ChannelExec channel) {
    return new Ending(channel.getExitStatus(), channel.getExitSignal(), false);
  }

  /// A process may end long before its channel, when a child holds its outputs open.
  private record End(ChannelExec channel, CompletableFuture<Ending> ending)
      implements ChannelListener {
    @Override
    public void channelStateChanged(Channel changed, @Nullable String hint) {
      if (channel.getExitStatus() != null || channel.getExitSignal() != null) {
        ending.complete(how(channel));
      }
    }
  }

  @Override
  public OutputStream input() {
    return channel.getInvertedIn();
  }

  @Override
  public InputStream output() {
    return channel.getInvertedOut();
  }

  @Override
  public InputStream errors() {
    return channel.getInvertedErr();
  }

  @Override
  public void resize(Terminal terminal) {
    if (!channel.isUsePty()) {
      throw new IllegalStateException("the process has no terminal");
    }
    try {
      channel.sendWindowChange(terminal.columns(), terminal.rows(), 0, 0);
    } catch (IOException e) {
      // The process or its connection has ended, which await reports.
    }
  }

  @Override
  public void close() {
    channel.close(false);
  }
}
