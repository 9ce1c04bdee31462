package dev.citusdeploy.remote.ssh;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.jspecify.annotations.Nullable;

/// Connects by TCP, or over a stream through another SSH connection where the connection's
/// attributes hold one.
final class TunnelConnector implements IoConnector {
  /// The attribute of a connection with the stream to use.
  static final AttributeKey<TunnelStream> STREAM = new AttributeKey<>();

  private final IoConnector sockets;
  private final IoHandler handler;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, IoSession> tunnels = new ConcurrentHashMap<>();

  private TunnelConnector(IoConnector sockets, IoHandler handler) {
    this.sockets = sockets;
    this.handler = handler;
  }

  /// Creates a client's connector.
  static IoServiceFactoryFactory factory() {
    return new Nio2ServiceFactoryFactory() {
      @Override
      public IoServiceFactory create(FactoryManager manager) {
        return new Nio2ServiceFactory(manager, newExecutor(), newExecutor()) {
          @Override
          public IoConnector createConnector(IoHandler handler) {
            return new TunnelConnector(super.createConnector(handler), handler);
          }
        };
      }
    };
  }

  @Override
  public IoConnectFuture connect(
      SocketAddress address, @Nullable AttributeRepository context, @Nullable SocketAddress local) {
    TunnelStream stream = context == null ? null : context.getAttribute(STREAM);
    if (context == null || stream == null) {
      return sockets.connect(address, context, local);
    }
    var future = new DefaultIoConnectFuture(address, null);
    // Negative, so that no socket's number is taken.
    var session = new TunnelSession(numbers.decrementAndGet(), this, handler, stream, address);
    session.setAttribute(AttributeRepository.class, context);
    tunnels.put(session.getId(), session);
    session.addCloseFutureListener(_ -> tunnels.remove(session.getId()));
    try {
      handler.sessionCreated(session);
      future.setSession(session);
      session.start();
    } catch (Exception e) {
      session.close(true);
      future.setException(e);
    }
    return future;
  }

  @Override
  public Map<Long, IoSession> getManagedSessions() {
    Map<Long, IoSession> all = new ConcurrentHashMap<>(sockets.getManagedSessions());
    all.putAll(tunnels);
    return all;
  }

  @Override
  public CloseFuture close(boolean immediately) {
    tunnels.values().forEach(session -> session.close(true));
    return sockets.close(immediately);
  }

  @Override
  public void addCloseFutureListener(SshFutureListener<CloseFuture> listener) {
    sockets.addCloseFutureListener(listener);
  }

  @Override
  public void removeCloseFutureListener(SshFutureListener<CloseFuture> listener) {
    sockets.removeCloseFutureListener(listener);
  }

  @Override
  public boolean isClosed() {
    return sockets.isClosed();
  }

  @Override
  public boolean isClosing() {
    return sockets.isClosing();
  }

  @Override
  public IoServiceEventListener getIoServiceEventListener() {
    return sockets.getIoServiceEventListener();
  }

  @Override
  public void setIoServiceEventListener(IoServiceEventListener listener) {
    sockets.setIoServiceEventListener(listener);
  }
}
