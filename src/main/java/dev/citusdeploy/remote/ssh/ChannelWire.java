package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.remote.conversation.Ending;
import dev.citusdeploy.remote.conversation.Wire;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;

/// A conversation's wire over one exec channel.
final class ChannelWire implements Wire {
  private final ChannelExec channel;

  private ChannelWire(ChannelExec channel) {
    this.channel = channel;
  }

  /// Starts a command line. Returns as soon as the server has the channel open.
  static ChannelWire open(
      ClientSession session, String commandLine, Receiver receiver, Duration timeout)
      throws IOException {
    byte[] command = commandLine.getBytes(StandardCharsets.UTF_8);
    ChannelExec channel =
        SessionChannels.create(() -> session.createExecChannel(command, null, null));
    channel.setOut(receiver.outputSink());
    channel.setErr(receiver.errorSink());
    channel.addCloseFutureListener(
        _ -> receiver.ended(new Ending(channel.getExitStatus(), channel.getExitSignal(), false)));
    channel.open().verify(timeout);
    return new ChannelWire(channel);
  }

  @Override
  public OutputStream input() {
    return channel.getInvertedIn();
  }

  @Override
  public void close() {
    // Gracefully, so that the server is notified although the connection stays open.
    channel.close(false);
  }
}
