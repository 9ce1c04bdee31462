package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.model.Background;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/// The transport of an SSH connection over a stream through another one instead of a socket. One
/// thread reads and one writes, so senders do not wait for the other connection's window.
final class TunnelSession extends AbstractCloseable implements IoSession {
  private static final int BLOCK = 32 * 1024;

  private final long id;
  private final IoService service;
  private final IoHandler handler;
  private final TunnelStream stream;
  private final SocketAddress address;
  private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
  private final BlockingQueue<Write> writes = new LinkedBlockingQueue<>();

  TunnelSession(
      long id, IoService service, IoHandler handler, TunnelStream stream, SocketAddress address) {
    this.id = id;
    this.service = service;
    this.handler = handler;
    this.stream = stream;
    this.address = address;
  }

  /// Bytes to send; none for the end.
  private static final class Write extends AbstractIoWriteFuture {
    private final byte[] bytes;

    Write(Object id, byte[] bytes) {
      super(id, null);
      this.bytes = bytes;
    }

    void done(Object result) {
      setValue(result);
    }
  }

  /// Begins to read and to write.
  void start() {
    Background.start("tunnel", this::read);
    Background.start("tunnel", this::write);
  }

  private void read() {
    byte[] block = new byte[BLOCK];
    try {
      InputStream input = stream.input();
      for (int read = input.read(block); read >= 0; read = input.read(block)) {
        handler.messageReceived(this, new ByteArrayBuffer(block.clone(), 0, read));
      }
    } catch (Exception e) {
      report(e);
    }
    close(true);
  }

  private void report(Exception failure) {
    try {
      if (isOpen()) {
        handler.exceptionCaught(this, failure);
      }
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  private void write() {
    try {
      for (Write write = writes.take(); write.bytes.length > 0; write = writes.take()) {
        try {
          stream.output().write(write.bytes);
          stream.output().flush();
          write.done(true);
        } catch (IOException e) {
          write.done(e);
          close(true);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
    if (isClosing()) {
      throw new IOException("the connection has ended");
    }
    var write = new Write(id, buffer.getCompactData());
    writes.add(write);
    return write;
  }

  @Override
  protected void doCloseImmediately() {
    writes.add(new Write(id, new byte[0]));
    stream.close();
    try {
      handler.sessionClosed(this);
    } catch (Exception e) {
      // It has ended in either case.
      log.debug("closing", e);
    }
    super.doCloseImmediately();
  }

  @Override
  public long getId() {
    return id;
  }

  @Override
  public @Nullable Object getAttribute(Object key) {
    return attributes.get(key);
  }

  @Override
  public @Nullable Object setAttribute(Object key, Object value) {
    return attributes.put(key, value);
  }

  @Override
  public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
    return attributes.putIfAbsent(key, value);
  }

  @Override
  public @Nullable Object removeAttribute(Object key) {
    return attributes.remove(key);
  }

  @Override
  public IoService getService() {
    return service;
  }

  @Override
  public SocketAddress getRemoteAddress() {
    return address;
  }

  @Override
  public SocketAddress getLocalAddress() {
    return InetSocketAddress.createUnresolved("tunnel", 0);
  }

  @Override
  public @Nullable SocketAddress getAcceptanceAddress() {
    return null;
  }

  @Override
  public void shutdownOutputStream() {
    // The stream ends as a whole.
  }

  @Override
  public void suspendRead() {
    // Only port forwarding limits a connection's speed, and it is not used.
  }

  @Override
  public void resumeRead() {
    // Never suspended.
  }
}
