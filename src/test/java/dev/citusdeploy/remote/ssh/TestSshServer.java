package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.LocalPrograms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.jspecify.annotations.NullUnmarked;

/// An SSH server in this process whose commands are run by the real `sh`.
public final class TestSshServer implements AutoCloseable {
  private final SshServer server = SshServer.setUpDefaultServer();

  public TestSshServer(PublicKey allowed, KeyPair... hostKeys) {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(allowed, key));
    server.setCommandFactory((_, command) -> new ShellCommand(command));
    server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
  }

  public SshServer server() {
    return server;
  }

  public TestSshServer start() {
    try {
      server.start();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  /// Drops all connections without a word.
  void cut() {
    for (Session session : server.getActiveSessions()) {
      session.getIoSession().close(true);
    }
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a command line as sshd does: `sh -c`, in a session of its own.
  @NullUnmarked // The library sets the fields before it starts the command.
  public static final class ShellCommand implements Command {
    private final String line;
    private InputStream input;
    private OutputStream output;
    private OutputStream errors;
    private ExitCallback exit;
    private Process process;

    ShellCommand(String line) {
      this.line = line;
    }

    @Override
    public void setInputStream(InputStream stream) {
      this.input = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      this.output = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      this.errors = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      this.exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      process = LocalPrograms.process(List.of("setsid", "sh", "-c", line)).start();
      Thread.ofVirtual().start(() -> pump(input, process.getOutputStream(), true));
      Thread errorPump =
          Thread.ofVirtual().start(() -> pump(process.getErrorStream(), errors, false));
      Thread.ofVirtual()
          .start(() -> {
            pump(process.getInputStream(), output, false);
            try {
              errorPump.join();
              exit.onExit(process.waitFor());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    public static void pump(InputStream from, OutputStream to, boolean close) {
      byte[] buffer = new byte[32 * 1024];
      try {
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          to.write(buffer, 0, read);
          to.flush();
        }
      } catch (IOException e) {
        // The other side has ended; only closing remains.
      }
      if (close) {
        try {
          to.close();
        } catch (IOException e) {
          // Ended already.
        }
      }
    }

    @Override
    public void destroy(ChannelSession channel) {
      process.destroy();
    }
  }
}
