package dev.citusdeploy.catalog.jdbc.tunnel;

import dev.citusdeploy.remote.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.TimeUnit;

/// A connected socket whose bytes go through the SSH connection. It has a read time-out; options of
/// a TCP connection are accepted and ignored, since the TCP connection is made by the server.
final class TunnelSocket extends Socket {
  private static final int BUFFER_BYTES = 32 * 1024;

  private final ByteStream stream;
  private final TunnelInput input;
  private volatile int timeoutMillis;

  /// When the time-out that was set last passes (`System.nanoTime`).
  private volatile long end;

  private volatile boolean closed;

  TunnelSocket(ByteStream stream) {
    this.stream = stream;
    this.input = new TunnelInput(stream.input(), this::left);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    checkOpen();
    return input;
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    checkOpen();
    return stream.output();
  }

  @Override
  public void close() {
    closed = true;
    input.close();
    stream.close();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isInputShutdown() {
    return closed;
  }

  @Override
  public boolean isOutputShutdown() {
    return closed;
  }

  /// Nothing to do: TLS announces the end to the other side, and [#close] closes both directions.
  @Override
  public void shutdownInput() {}

  /// Nothing to do, see [#shutdownInput].
  @Override
  public void shutdownOutput() {}

  @Override
  public void connect(SocketAddress endpoint, int timeout) throws IOException {
    throw new SocketException("already connected");
  }

  /// Runs from now for all reads until it is set again, which happens before each statement. A
  /// time-out that restarted with each read might never end: a hanging server may have sent half an
  /// answer, and TLS waits for its close message.
  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    checkOpen();
    end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeout);
    timeoutMillis = timeout;
  }

  private int left() {
    return timeoutMillis == 0
        ? 0
        : (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public boolean getTcpNoDelay() {
    return true;
  }

  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public boolean getKeepAlive() {
    return false;
  }

  @Override
  public void setSoLinger(boolean on, int linger) {}

  @Override
  public void setSendBufferSize(int size) {}

  @Override
  public int getSendBufferSize() {
    return BUFFER_BYTES;
  }

  @Override
  public void setReceiveBufferSize(int size) {}

  @Override
  public int getReceiveBufferSize() {
    return BUFFER_BYTES;
  }

  /// Loopback: only the server knows the real address.
  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public int getPort() {
    return 0;
  }

  @Override
  public String toString() {
    return "a connection through SSH";
  }

  private void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("closed");
    }
  }
}
