import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/// An SSH server for the one run of the program that records which classes a run needs: see
/// build.sh. It listens on the loopback only, accepts only a key that it has just generated, and
/// ends with that run or after a minute.
///
///     java -cp 'target/lib/*' bin/lib/TrainingServer.java FOLDER COMMAND…
///
/// Writes an inventory, `trial.yml` in FOLDER, of one server, which is this machine; then runs
/// COMMAND and ends with its exit code. The caller removes FOLDER.
public final class TrainingServer {
  private static final int LIMIT_SECONDS = 60;

  private TrainingServer() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    KeyPair hostKey = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    KeyPair userKey = KeyUtils.generateKeyPair("ssh-ed25519", 256);
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((_, key, _) -> KeyUtils.compareKeys(userKey.getPublic(), key));
    server.setCommandFactory((_, line) -> new ShellCommand(line));
    server.start();
    int exitCode = 1;
    try {
      write(folder, userKey, hostKey, server.getPort());
      exitCode = run(Arrays.asList(arguments).subList(1, arguments.length));
    } finally {
      server.stop(true);
      // Threads that a library keeps running must not delay the build.
      Runtime.getRuntime().halt(exitCode);
    }
  }

  private static void write(Path folder, KeyPair userKey, KeyPair hostKey, int port)
      throws Exception {
    try (OutputStream file = Files.newOutputStream(folder.resolve("key"))) {
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "trial", null, file);
    }
    Files.writeString(
        folder.resolve("known_hosts"),
        "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n");
    Files.writeString(
        folder.resolve("trial.yml"),
        """
        cluster: trial
        image: citusdata/citus:14.1.0
        database: trial
        ssh: { user: trial, port: %d, identity: ./key, known_hosts: ./known_hosts }
        hosts:
          c: { address: 127.0.0.1, role: coordinator }
        """
            .formatted(port));
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      return process.exitValue();
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    return 1;
  }

  /// Runs a command line as sshd does, as the user of this process.
  private static final class ShellCommand implements Command {
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
      input = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
      output = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
      errors = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) throws IOException {
      process = new ProcessBuilder("sh", "-c", line).start();
      Thread.ofVirtual().start(() -> pump(input, process.getOutputStream(), true));
      Thread said = Thread.ofVirtual().start(() -> pump(process.getErrorStream(), errors, false));
      Thread.ofVirtual()
          .start(() -> {
            pump(process.getInputStream(), output, false);
            try {
              said.join();
              exit.onExit(process.waitFor());
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
    }

    private static void pump(InputStream from, OutputStream to, boolean close) {
      byte[] buffer = new byte[32 * 1024];
      try {
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
          to.write(buffer, 0, read);
          to.flush();
        }
        if (close) {
          to.close();
        }
      } catch (IOException e) {
        // The other side closed the connection, which ends the conversation.
      }
    }

    @Override
    public void destroy(ChannelSession channel) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
