package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a look at a cluster costs that is as desired: connections, channels and turns, on a
/// coordinator's host and on a worker's. These are bounds: whoever makes it dearer notices here,
/// and whoever makes it cheaper lowers them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConvergedCostIT {
  /// Far more than a busy machine needs to send what is to be sent without waiting.
  private static final Duration DELAY = Duration.ofMillis(200);

  /// Version, key exchange, login, channel, and the script with its answer; OpenSSH's client needs
  /// 10 for `ssh host true`, counted alike.
  private static final int WORKER_TURNS = 6;

  /// The same, then the way to PostgreSQL with TLS and login, its two answers, and the goodbye,
  /// which may fall into the turn before it.
  private static final int COORDINATOR_TURNS = 14;

  @RegisterExtension final SharedCluster cluster = new SharedCluster(2, LabImages::rehearsal);
  private final List<CountingRelay> relays = new ArrayList<>();

  @BeforeAll
  void up() throws IOException {
    for (LabServer server : cluster.servers()) {
      // Channels are logged at this level only.
      cluster.inside(
          server,
          "echo LogLevel DEBUG1 >/etc/ssh/sshd_config.d/99-cost.conf; " + LabCluster.RELOAD_SSHD);
      CountingRelay relay = new CountingRelay(server.address(), 22, DELAY);
      relays.add(relay);
      goThrough(relay, server);
    }
    Invocation apply = cluster.run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// Lets the program reach a server by its relay, and the nodes each other as before.
  private void goThrough(CountingRelay relay, LabServer server) throws IOException {
    cluster.edit(
        "address: " + server.address() + ",",
        "address: localhost, advertise: %s, ssh: { port: %d },"
            .formatted(server.address(), relay.port()));
    Path knownHosts = cluster.inventory().resolveSibling("known_hosts");
    String known = Files.readString(knownHosts);
    Files.writeString(
        knownHosts, known.replace(server.address() + " ", "[localhost]:" + relay.port() + " "));
  }

  @AfterAll
  void closeRelays() {
    relays.forEach(CountingRelay::close);
    cluster.insideAll("rm /etc/ssh/sshd_config.d/99-cost.conf; " + LabCluster.RELOAD_SSHD);
  }

  @Test
  void aReadOfAConvergedHostTakesOneConnectionAndAFewTurns() {
    List<Integer> least = new ArrayList<>(List.of(Integer.MAX_VALUE, Integer.MAX_VALUE));
    for (int attempt = 0; attempt < 3; attempt++) {
      relays.forEach(CountingRelay::reset);
      look();
      for (int i = 0; i < relays.size(); i++) {
        assertThat(relays.get(i).connections()).isEqualTo(1);
        // A pause of this machine can only add to the turns.
        least.set(i, Math.min(least.get(i), relays.get(i).turns()));
      }
    }
    assertThat(least.getFirst()).as("the coordinator's").isLessThanOrEqualTo(COORDINATOR_TURNS);
    assertThat(least.getLast()).as("the worker's").isLessThanOrEqualTo(WORKER_TURNS);
  }

  @Test
  void aReadOfAConvergedHostTakesOneChannelAndOneMoreForSql() {
    List<String> before = cluster.servers().stream().map(ConvergedCostIT::log).toList();
    look();
    assertThat(since(before, 0)).containsExactly("session", "direct-tcpip");
    assertThat(since(before, 1)).containsExactly("session");
  }

  private void look() {
    Invocation plan = cluster.run("plan", "--exit-code");
    assertThat(plan.exitCode()).as(plan.everything()).isZero();
  }

  /// The channels that a server's sshd opened since then.
  private List<String> since(List<String> before, int server) {
    return log(cluster.servers().get(server))
        .substring(before.get(server).length())
        .lines()
        .filter(line -> line.contains("server_input_channel_open: ctype "))
        .map(line -> line.replaceAll(".*ctype ([a-z-]+) .*", "$1"))
        .toList();
  }

  private static String log(LabServer server) {
    try {
      Process logs =
          LocalPrograms.process("docker", "logs", server.container())
              .redirectErrorStream(true)
              .start();
      return new String(logs.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
