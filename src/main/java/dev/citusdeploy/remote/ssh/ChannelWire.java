package dev.citusdeploy.remote.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;

/// A conversation's way over one exec channel.
final class ChannelWire implements Conversation.Wire {
  private final ChannelExec channel;

  private ChannelWire(ChannelExec channel) {
    this.channel = channel;
  }

  /// Starts the remote loop. Returns as soon as the server has the channel open; whether the
  /// command can be run shows in the answers.
  static ChannelWire open(
      ClientSession session, boolean sudo, AnswerReader answers, Duration timeout)
      throws IOException {
    ChannelExec channel =
        session.createExecChannel(
            Bootstrap.commandLine(sudo).getBytes(StandardCharsets.UTF_8), null, null);
    channel.setOut(answers.outputSink());
    channel.setErr(answers.errorSink());
    channel.addCloseFutureListener(
        _ -> answers.ended(new Ending(channel.getExitStatus(), channel.getExitSignal(), false)));
    channel.open().verify(timeout);
    return new ChannelWire(channel);
  }

  @Override
  public OutputStream input() {
    return channel.getInvertedIn();
  }

  @Override
  public void close() {
    // Gracefully, so that the server hears of it although the connection stays.
    channel.close(false);
  }
}
