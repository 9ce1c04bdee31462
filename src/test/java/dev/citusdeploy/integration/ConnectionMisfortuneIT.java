package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What can go wrong with connections and logins, on three lab servers: each is reported with host,
/// cause and remedy, the other hosts are heard beside it, and once it is gone the work goes on. All
/// that was printed is kept in target/it/connection-misfortunes.txt, to be read.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionMisfortuneIT {
  private static final Path TOLD = Path.of("target", "it", "connection-misfortunes.txt");

  @RegisterExtension final SharedCluster cluster = new SharedCluster(3, LabImages::rehearsal);

  private final Path folder = cluster.folder();
  private final LabDocker docker = LabDocker.onPath();
  private LabServer coordinator;
  private LabServer first;
  private LabServer second;
  private String inventoryText = "";
  private String knownHosts = "";

  /// Something that goes wrong on one server.
  ///
  /// @param breaking what brings it about, a script that runs on the server
  /// @param mending what undoes it
  /// @param code the problem's stable name
  /// @param words what the problem says among other things
  private record Misfortune(
      LabServer server, String breaking, String mending, String code, List<String> words) {
    static Misfortune of(
        LabServer server, String breaking, String mending, String code, String... words) {
      return new Misfortune(server, breaking, mending, code, List.of(words));
    }

    static Misfortune ofSshd(LabServer server, String setting, String code, String... words) {
      String file = "/etc/ssh/sshd_config.d/00-a.conf";
      return of(
          server,
          "echo '" + setting + "' >" + file + "; " + LabCluster.RELOAD_SSHD,
          "rm " + file + "; " + LabCluster.RELOAD_SSHD,
          code,
          words);
    }

    static Misfortune ofMissing(LabServer server, String file, String code, String... words) {
      return of(
          server, "mv " + file + " " + file + ".away", "mv " + file + ".away " + file, code, words);
    }
  }

  @BeforeAll
  void up() throws IOException {
    List<LabServer> servers = cluster.servers();
    coordinator = servers.get(0);
    first = servers.get(1);
    second = servers.get(2);
    inventoryText = Files.readString(folder.resolve("inventory.yml"));
    knownHosts = Files.readString(folder.resolve("known_hosts"));
    Files.deleteIfExists(TOLD);
  }

  /// Gives the inventory and the known keys back as they were, and takes away what a test puts
  /// before programs, however it ended. What it breaks on a server it mends in any case itself.
  @BeforeEach
  void forget() throws IOException {
    Files.writeString(folder.resolve("inventory.yml"), inventoryText);
    Files.writeString(folder.resolve("known_hosts"), knownHosts);
    for (LabServer server : List.of(coordinator, first, second)) {
      inside(server, "rm -f /usr/local/bin/docker /usr/local/bin/dd /began /calls");
    }
  }

  @AfterAll
  void tidyUp() {
    cluster.insideAll("rm -rf /kept /kept-id /began /calls");
  }

  /// Servers that never had a cluster.
  private void emptyServers() throws IOException {
    cluster.wipe();
  }

  /// A cluster that is as the inventory describes.
  private void converge() {
    if (run("plan", "--exit-code").exitCode() != 0) {
      Invocation apply = run("apply", "-y");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
    }
  }

  @Test
  void forbiddenForwardingIsReportedBeforeTheFirstChange() throws IOException {
    emptyServers();
    var forbidden =
        Misfortune.ofSshd(
            coordinator,
            "AllowTcpForwarding no",
            "tcp-forwarding-forbidden",
            "AllowTcpForwarding no",
            "AllowTcpForwarding local");
    Invocation apply = broken(List.of(forbidden), () -> run("apply", "-y"));

    assertReported(apply, 3, List.of(forbidden));
    assertThat(inside(first, "ls /opt")).doesNotContain("citus-deploy");
  }

  @Test
  @Tag("long")
  void aServerThatRebootsInTheMiddleLeavesTheOthersTheirWork() throws Exception {
    emptyServers();
    // Its first start of data hangs, so that the reboot comes in the middle for sure.
    wrap(second, "docker", "case \" $* \" in *' run '*) rm \"$0\"; touch /began; sleep 300;; esac");

    CompletableFuture<Invocation> under =
        CompletableFuture.supplyAsync(() -> run("apply", "-y"), Thread::startVirtualThread);
    Await.until("the first start", () -> inside(second, "ls /began").contains("/began"));
    cluster.restart(second);
    Invocation apply = under.get();

    assertReported(apply, 3, lost(second, "initialise the data"));
    assertThat(apply.out())
        .containsPattern("pg-c1 +not reached")
        .containsPattern("pg-w1 +changed")
        .containsPattern("pg-w2 +unreachable");
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertClean();
  }

  @Test
  void anUploadThatIsCutOffSwitchesNothing() throws IOException {
    converge();
    edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: report }\n");
    // The facts, the name of the lock, its script, the script of the files, the files: of those a
    // part arrives, then the processes of the login are killed.
    wrap(
        first,
        "dd",
        "n=$(($(cat /calls 2>/dev/null || echo 0) + 1)); echo $n >/calls; if [ $n = 5 ]; then"
            + " rm \"$0\"; /usr/bin/dd bs=1000 count=1 iflag=fullblock;"
            + " pkill -KILL -f '^sshd-session: deploy'; exec cat >/dev/null; fi");
    String before = files(first);

    Invocation apply = run("apply", "-y");

    assertReported(apply, 3, lost(first, "write files"));
    assertThat(files(first)).isEqualTo(before).contains("current -> ");
    assertThat(apply.out())
        .containsPattern("pg-c1 +not reached|pg-c1 +changed")
        .containsPattern("pg-w1 +unreachable")
        .containsPattern("pg-w2 +changed");
    assertThat(inside(first, "cat /calls")).isEqualTo("5\n");
    assertThat(run("apply", "-y").exitCode()).isZero();
    assertThat(files(first)).isNotEqualTo(before);
    assertThat(inside(first, "ls -A /opt/citus-deploy/lab/.state")).doesNotContain("staging");
    assertClean();
  }

  @Test
  void closedPortsAndDroppedPackets() {
    converge();
    assertReported(
        3,
        Misfortune.ofSshd(first, "Port 2222", "ssh-refused", "refused the connection", "ssh -v -i"),
        Misfortune.of(
            second,
            "iptables -A INPUT -p tcp --dport 22 -j DROP",
            "iptables -F INPUT",
            "ssh-timeout",
            "did not answer within 10 s",
            "a firewall drops the packets",
            "--connect-timeout"));
  }

  @Test
  @Tag("long")
  void serversThatHangOrAreDown() {
    converge();
    Invocation plan;
    docker.run(Duration.ofSeconds(20), List.of("pause", first.container()));
    try {
      cluster.kill(second);
      plan = run("plan", "--connect-timeout", "6");
    } finally {
      docker.run(Duration.ofSeconds(20), List.of("unpause", first.container()));
      cluster.start(second);
    }

    assertReported(
        plan,
        3,
        List.of(
            Misfortune.of(
                first, "", "", "ssh-timeout", "accepted the connection and then sent nothing"),
            Misfortune.of(
                second,
                "",
                "", // Which of the two is a matter of what this machine's network remembers.
                "ssh-(no-route|timeout)",
                "the server is down",
                "start the server")));
    awaitClean();
  }

  @Test
  void refusedKeysAndChangedHostKeys() throws IOException {
    converge();
    assertReported(
        3,
        Misfortune.ofMissing(
            first,
            "/home/deploy/.ssh/authorized_keys",
            "ssh-login-refused",
            "refused the login as deploy",
            folder.resolve("id_ed25519").toString(),
            "ssh-copy-id -i"),
        Misfortune.of(
            second,
            "mkdir /kept; cp -p /etc/ssh/ssh_host_* /kept; rm /etc/ssh/ssh_host_*; ssh-keygen -A;"
                + LabCluster.RELOAD_SSHD,
            "cp -p /kept/* /etc/ssh; " + LabCluster.RELOAD_SSHD,
            "ssh-host-key-changed",
            "known_hosts line ",
            "someone is in between",
            "ssh-keygen -R " + second.address() + " -f ",
            "citus-deploy trust"));
  }

  @Test
  void unknownHostKeysAndMissingSudo() throws IOException {
    converge();
    Files.writeString(
        folder.resolve("known_hosts"),
        knownHosts
            .lines()
            .filter(line -> !line.startsWith(first.address() + " "))
            .collect(Collectors.joining("\n", "", "\n")));
    var noSudo =
        Misfortune.ofMissing(
            second, "/usr/bin/sudo", "sudo-missing", "deploy is not root", "install sudo");
    Invocation plan = broken(List.of(noSudo), () -> run("plan"));

    assertReported(
        plan,
        3,
        List.of(
            Misfortune.of(first, "", "", "ssh-host-key-unknown", "SHA256:", "citus-deploy trust "),
            noSudo));
    Invocation trust = run("trust", "-y");
    assertThat(trust.out()).contains("Accepted 1 key.");
    assertClean();
  }

  @Test
  void sudoThatWantsAPasswordAndALoginOutsideTheDockerGroup() throws IOException {
    converge();
    String entry = "pg-w2: { address: " + second.address();
    edit(entry, entry + ", ssh: { sudo: false }");
    List<Misfortune> both =
        List.of(
            Misfortune.of(
                first,
                "echo 'deploy ALL=(ALL) ALL' >/etc/sudoers.d/deploy",
                "echo 'deploy ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/deploy",
                "sudo-password-needed",
                "sudo asks deploy for a password",
                "deploy ALL=(root) NOPASSWD: ALL"),
            Misfortune.of(
                second,
                "gpasswd -d deploy docker",
                "gpasswd -a deploy docker",
                "docker-permission",
                "deploy may neither talk to Docker nor read ",
                "/var/lib/citus-deploy",
                "sudo: true"));
    Invocation plan = broken(both, () -> run("plan"));

    Files.writeString(folder.resolve("inventory.yml"), inventoryText);
    assertReported(plan, 3, both);
    awaitClean();
  }

  @Test
  void missingDockerAndMissingTools() {
    converge();
    assertReported(
        8,
        Misfortune.ofMissing(first, "/usr/bin/docker", "docker-missing", "docs.docker.com"),
        Misfortune.ofMissing(
            second, "/usr/bin/flock", "tools-missing", "flock", "apt-get install util-linux"));
  }

  @Test
  void missingComposeAndAStoppedDocker() {
    converge();
    assertReported(
        8,
        Misfortune.ofMissing(
            first,
            "/usr/libexec/docker/cli-plugins/docker-compose",
            "compose-missing",
            "`docker compose` is not installed",
            "docker-compose-plugin"),
        Misfortune.of(
            second,
            "mv /usr/sbin/dockerd /dockerd; p=$(cat /run/docker.pid); kill $p;"
                + " while [ -d /proc/$p ]; do sleep 0.1; done",
            "mv /dockerd /usr/sbin/dockerd; until docker info >/dev/null 2>&1; do sleep 0.1; done",
            "docker-not-running",
            "Cannot connect to the Docker daemon",
            "systemctl enable --now docker"));
  }

  @Test
  void aWrongClockAndTwoHostsOfOneIdentity() {
    converge();
    String id = inside(first, "cat /etc/machine-id").strip();
    assertReported(
        2,
        Misfortune.of(
            first,
            "printf '#!/bin/sh\\nexec /usr/bin/date -d +10minutes \"$@\"\\n' >/usr/local/bin/date;"
                + " chmod +x /usr/local/bin/date",
            "rm /usr/local/bin/date",
            "clock-off",
            "ahead of this machine's",
            "timedatectl set-ntp true"),
        Misfortune.of(
            second,
            "cp /etc/machine-id /kept-id; echo " + id + " >/etc/machine-id",
            "cat /kept-id >/etc/machine-id",
            "same-machine",
            "pg-w2 and pg-w1 are the same machine",
            id));
  }

  @Test
  void everySettingOfSshdThatForbidsForwardingIsNamed() {
    converge();
    for (String setting :
        List.of("AllowTcpForwarding no", "PermitOpen 192.0.2.1:80", "DisableForwarding yes")) {
      assertReported(
          3, Misfortune.ofSshd(coordinator, setting, "tcp-forwarding-forbidden", setting));
    }
  }

  /// Brings misfortunes about, plans, mends them, and plans again.
  private void assertReported(int exitCode, Misfortune... misfortunes) {
    List<Misfortune> all = List.of(misfortunes);
    assertReported(broken(all, () -> run("plan", "--connect-timeout", "10")), exitCode, all);
    awaitClean();
  }

  /// Runs something while misfortunes last.
  private Invocation broken(List<Misfortune> misfortunes, Supplier<Invocation> run) {
    try {
      misfortunes.forEach(misfortune -> inside(misfortune.server(), misfortune.breaking()));
      return run.get();
    } finally {
      misfortunes.forEach(misfortune -> inside(misfortune.server(), misfortune.mending()));
    }
  }

  private void assertReported(Invocation result, int exitCode, List<Misfortune> misfortunes) {
    assertThat(result.exitCode()).as(result.everything()).isEqualTo(exitCode);
    // Where it wraps is of no interest here.
    String text = result.err().replaceAll("\\s+", " ");
    for (Misfortune misfortune : misfortunes) {
      assertThat(text)
          .as(result.everything())
          .containsPattern(
              misfortune.server().host() + "[^✗]*\\[" + misfortune.code() + "] why: .+ next: ")
          .contains(misfortune.words());
    }
    assertThat(result.err().lines().filter(line -> line.startsWith("✗")))
        .as(result.everything())
        .hasSameSizeAs(misfortunes);
    for (LabServer server : List.of(coordinator, first, second)) {
      assertThat(result.out()).as(result.everything()).containsPattern("\n" + server.host() + " ");
      if (result.out().contains("ANSWERED")
          && misfortunes.stream().noneMatch(one -> one.server().equals(server))) {
        assertThat(result.out()).containsPattern(server.host() + " +yes +(nothing|[0-9]+ step)");
      }
    }
  }

  /// What a host reports whose connection went away.
  private static List<Misfortune> lost(LabServer server, String during) {
    return List.of(
        Misfortune.of(
            server,
            "",
            "",
            "connection-lost",
            "the connection was lost during: " + during,
            "run the same command again: it continues where this one stopped"));
  }

  /// Puts a program before the one of the same name, which it calls in the end.
  private void wrap(LabServer server, String program, String before) {
    inside(
        server,
        "cat >/usr/local/bin/%1$s <<'END'\n#!/bin/sh\n%2$s\nexec /usr/bin/%1$s \"$@\"\nEND\n"
                .formatted(program, before)
            + "chmod +x /usr/local/bin/"
            + program);
  }

  /// All files of the nodes with their hashes, and the links with their targets.
  private String files(LabServer server) {
    return inside(
        server,
        "cd /opt/citus-deploy/lab && find . -path ./.state -prune -o -type f -exec sha256sum {} +"
            + " | sort; find . -type l -printf '%f -> %l\\n'");
  }

  private void assertClean() {
    Invocation plan = run("plan", "--exit-code");
    assertThat(plan.exitCode()).as(plan.everything()).isZero();
  }

  /// Clean once containers that were stopped have started again by themselves.
  private void awaitClean() {
    Await.value("nothing to do", () -> run("plan", "--exit-code"), plan -> plan.exitCode() == 0);
  }

  private Invocation run(String command, String... options) {
    Invocation done =
        Invocation.of(
            Stream.concat(
                    Stream.of(command, folder.resolve("inventory.yml").toString()),
                    Stream.of(options))
                .toArray(String[]::new));
    if (done.exitCode() != 0) {
      note("$ citus-deploy " + command + " INVENTORY " + String.join(" ", options), done);
    }
    return done;
  }

  private static void note(String command, Invocation done) {
    try {
      Files.writeString(
          TOLD,
          command + "\n" + done.out() + done.err() + "exit code " + done.exitCode() + "\n\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("inventory.yml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private String inside(LabServer server, String script) {
    return cluster.inside(server, script);
  }
}
