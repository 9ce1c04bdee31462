package dev.citusdeploy.remote.local;

import dev.citusdeploy.remote.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// A TCP connection that starts on this machine.
final class LocalStream implements ByteStream {
  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;

  private LocalStream(Socket socket) throws IOException {
    this.socket = socket;
    this.input = socket.getInputStream();
    this.output = socket.getOutputStream();
  }

  static LocalStream open(String address, int port, Duration timeout) throws IOException {
    Socket socket = new Socket();
    boolean opened = false;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, port), Math.toIntExact(timeout.toMillis()));
      var stream = new LocalStream(socket);
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        socket.close();
      }
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return output;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // The connection cannot be used any more in either case.
    }
  }
}
