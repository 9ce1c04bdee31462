package dev.citusdeploy.integration;

import dev.citusdeploy.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Passes TCP connections on to a server and counts them and the client's turns: how often the
/// client sends after it has received something, that is, how often it may have waited. All that
/// the server sends is held back for a while, so that what the client sends without waiting falls
/// into one turn.
final class CountingRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final String address;
  private final int port;
  private final Duration delay;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();

  /// @param delay how long the server's words take to the client
  CountingRelay(String address, int port, Duration delay) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.address = address;
    this.port = port;
    this.delay = delay;
    Thread.ofVirtual().start(this::accept);
  }

  /// Where it listens, on the loopback.
  int port() {
    return listener.getLocalPort();
  }

  /// Connections since [#reset()].
  int connections() {
    return connections.get();
  }

  /// The client's turns on all connections since [#reset()].
  int turns() {
    return turns.get();
  }

  void reset() {
    connections.set(0);
    turns.set(0);
  }

  private void accept() {
    try {
      while (true) {
        passOn(listener.accept());
      }
    } catch (IOException _) {
      // It was closed.
    }
  }

  /// A server that refuses ends this connection only.
  private void passOn(Socket client) throws IOException {
    try {
      Socket server = new Socket(address, port);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      connections.incrementAndGet();
      new Connection(client, server).start();
    } catch (ConnectException _) {
      client.close();
    }
  }

  /// One connection; each direction is passed on by threads of its own.
  private final class Connection {
    private final Socket client;
    private final Socket server;
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private boolean heard = true;

    Connection(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void start() {
      Thread.ofVirtual().start(this::fromClient);
      Thread.ofVirtual().start(this::fromServer);
      Thread.ofVirtual().start(this::toClient);
    }

    private synchronized void sent() {
      if (heard) {
        turns.incrementAndGet();
        heard = false;
      }
    }

    private synchronized void heard() {
      heard = true;
    }

    private void fromClient() {
      try (Socket to = server) {
        InputStream from = client.getInputStream();
        OutputStream onward = to.getOutputStream();
        byte[] buffer = new byte[64 * 1024];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          sent();
          onward.write(buffer, 0, read);
        }
      } catch (IOException _) {
        // One side is gone; the other learns it from its end.
      }
    }

    private long due() {
      return System.nanoTime() + delay.toNanos();
    }

    private void fromServer() {
      byte[] buffer = new byte[64 * 1024];
      try {
        InputStream from = server.getInputStream();
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          held.add(new Held(due(), Bytes.of(Arrays.copyOf(buffer, read))));
        }
      } catch (IOException _) {
        // As above.
      }
      held.add(new Held(due(), null));
    }

    private void toClient() {
      try (Socket to = client) {
        OutputStream onward = to.getOutputStream();
        while (true) {
          Held next = held.take();
          TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
          Bytes bytes = next.bytes();
          if (bytes == null) {
            return;
          }
          heard();
          onward.write(bytes.toArray());
        }
      } catch (IOException _) {
        // As above.
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// @param due when it is passed on, in [System#nanoTime()]
  /// @param bytes null for the end
  private record Held(long due, @Nullable Bytes bytes) {}

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
