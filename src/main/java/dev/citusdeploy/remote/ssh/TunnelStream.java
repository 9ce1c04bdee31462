package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.remote.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.net.SshdSocketAddress;

/// A TCP connection that starts on the server.
final class TunnelStream implements ByteStream {
  private final ChannelDirectTcpip channel;

  private TunnelStream(ChannelDirectTcpip channel) {
    this.channel = channel;
  }

  static TunnelStream open(ClientSession session, String address, int port, Duration timeout)
      throws IOException {
    // The originator is named, so that the library need not ask for this machine's own name.
    var originator = new SshdSocketAddress("127.0.0.1", 0);
    ChannelDirectTcpip channel =
        session.createDirectTcpipChannel(originator, new SshdSocketAddress(address, port));
    channel.open().verify(timeout);
    return new TunnelStream(channel);
  }

  @Override
  public InputStream input() {
    return channel.getInvertedOut();
  }

  @Override
  public OutputStream output() {
    return channel.getInvertedIn();
  }

  @Override
  public void close() {
    channel.close(false);
  }
}
