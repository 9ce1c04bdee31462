package dev.citusdeploy.remote.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.ssh.hostkey.HostKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HostKeysTest {
  @TempDir private Path folder;

  private Host host(String name, int port) {
    return InventorySketch.host(
        new HostName(name),
        "127.0.0.1",
        InventorySketch.login("deploy", port, null, folder.resolve("known_hosts"), false),
        List.of(),
        "test.yml:1:1");
  }

  @Test
  void findsUnknownKeysAndAcceptsThem() throws Exception {
    KeyPair key = TestKeys.ed25519();
    try (var server =
        new TestSshServer(TestKeys.ed25519().getPublic(), TestKeys.ecdsa(), key).start()) {
      List<Host> hosts = List.of(host("db1", server.port()));
      try (var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
        HostKeys.Survey survey = keys.unknownKeys(hosts);
        assertThat(survey.problems()).isEmpty();
        assertThat(survey.known()).isEmpty();
        assertThat(survey.unknown())
            .singleElement()
            .satisfies(found -> {
              assertThat(found.algorithm()).isEqualTo("ssh-ed25519");
              assertThat(found.fingerprint()).startsWith("SHA256:");
              assertThat(found.line())
                  .isEqualTo(
                      "[127.0.0.1]:%d %s".formatted(server.port(), TestKeys.publicLine(key)));
            });
        HostKeys.accept(survey.unknown());
      }
      try (var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
        assertThat(keys.unknownKeys(hosts))
            .isEqualTo(
                new HostKeys.Survey(List.of(), List.of(new HostName("db1")), List.of(), List.of()));
      }
    }
  }

  @Test
  void reportsHostsThatFailBesideTheOthers() throws Exception {
    int free = freePort();
    try (var server =
            new TestSshServer(TestKeys.ed25519().getPublic(), TestKeys.ed25519()).start();
        var changed =
            new TestSshServer(TestKeys.ed25519().getPublic(), TestKeys.ed25519()).start();
        var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
      TestKeys.know(
          folder.resolve("known_hosts"), "[127.0.0.1]:" + changed.port(), TestKeys.ed25519());
      HostKeys.Survey survey =
          keys.unknownKeys(
              List.of(host("down", free), host("db1", server.port()), host("db2", changed.port())));
      assertThat(survey.unknown()).extracting(HostKey::host).containsExactly(new HostName("db1"));
      assertThat(survey.problems())
          .extracting(Problem::code)
          .containsExactly("ssh-refused", "ssh-host-key-changed");
    }
  }

  /// The key of a man in the middle, who does not have the known key.
  @Test
  void doesNotTakeANewKindOfKeyForAKnownHost() throws Exception {
    try (var server = new TestSshServer(TestKeys.ed25519().getPublic(), TestKeys.ecdsa()).start();
        var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
      TestKeys.know(
          folder.resolve("known_hosts"), "[127.0.0.1]:" + server.port(), TestKeys.ed25519());
      HostKeys.Survey survey = keys.unknownKeys(List.of(host("db1", server.port())));
      assertThat(survey.unknown()).isEmpty();
      assertThat(survey.problems())
          .extracting(Problem::code)
          .containsExactly("ssh-host-key-changed");
    }
  }

  @Test
  void asksForTheKnownKindOfKeyFirst() throws Exception {
    KeyPair known = TestKeys.rsa();
    try (var server =
            new TestSshServer(TestKeys.ed25519().getPublic(), TestKeys.ed25519(), known).start();
        var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
      TestKeys.know(folder.resolve("known_hosts"), "[127.0.0.1]:" + server.port(), known);
      HostKeys.Survey survey = keys.unknownKeys(List.of(host("db1", server.port())));
      assertThat(survey.problems()).isEmpty();
      assertThat(survey.known()).containsExactly(new HostName("db1"));
    }
  }

  @Test
  void refusesSignaturesOfSha1AndStatesWhatToDo() throws Exception {
    KeyPair rsa = TestKeys.rsa();
    try (var server = new TestSshServer(TestKeys.ed25519().getPublic(), rsa)) {
      server.server().setSignatureFactories(List.of(BuiltinSignatures.rsa));
      server.start();
      TestKeys.know(folder.resolve("known_hosts"), "[127.0.0.1]:" + server.port(), rsa);
      try (var keys = new HostKeys(folder, Duration.ofSeconds(5), 8)) {
        HostKeys.Survey survey = keys.unknownKeys(List.of(host("db1", server.port())));
        assertThat(survey.unknown()).isEmpty();
        assertThat(survey.known()).isEmpty();
        assertThat(survey.problems())
            .singleElement()
            .satisfies(problem -> {
              assertThat(problem.code()).isEqualTo("ssh-key-exchange-failed");
              assertThat(problem.what()).contains("SHA-1");
              assertThat(problem.remedy()).contains("ssh-keygen -A");
            });
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
