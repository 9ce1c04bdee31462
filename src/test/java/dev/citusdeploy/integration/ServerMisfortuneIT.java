package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Misfortunes of servers and images on two lab servers: each is reported once, with host, cause
/// and remedy; the other host's outcome is shown beside it; and when the cause is gone the same
/// apply goes on. What was refused has changed nothing. Every test begins on empty servers, however
/// the one before it ended.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServerMisfortuneIT {
  private static final int REGISTRY = 5999;

  @RegisterExtension final SharedCluster cluster = new SharedCluster(2, LabImages::rehearsal);

  private final Path folder = cluster.folder();
  private final Path inventory = cluster.inventory();
  private String image = "";
  private String imageId = "";
  private String inventoryText = "";
  private List<LabServer> servers = List.of();

  @BeforeAll
  void up() throws IOException {
    image = cluster.image().reference();
    servers = cluster.servers();
    inventoryText = Files.readString(inventory);
    imageId = onWorker("docker image inspect -f '{{.Id}}' " + image).strip();
  }

  /// Undoes whatever a test may have left, and takes everything of the cluster away.
  @BeforeEach
  void emptyTheServers() throws IOException {
    onWorker("docker tag " + imageId + " " + image);
    for (LabServer server : servers) {
      on(
          server,
          """
          docker ps -aq | xargs -r docker rm -fv >/dev/null
          kill $(cat /proc/[0-9]*/stat | sed -n 's/ (perl) .*//p') 2>/dev/null
          ip addr add 127.0.0.1/8 dev lo 2>/dev/null
          ip addr del ::1/128 dev lo 2>/dev/null
          for root in /opt/citus-deploy /var/lib/citus-deploy; do
            while umount "$root" 2>/dev/null; do :; done
            rm -rf "$root"
          done
          # As installed anew: this machine's journal knows servers by it.
          tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
          """);
    }
    Files.writeString(inventory, inventoryText);
    for (String file : List.of("inventory.secrets.yml", "kept.yml")) {
      Files.deleteIfExists(folder.resolve(file));
    }
  }

  @Test
  void aPortThatAProgramUsesIsNamedWithItsProcess() {
    onWorker(
        "perl -MIO::Socket::INET -e 'our $s = IO::Socket::INET->new(LocalAddr => \"0.0.0.0\","
            + " LocalPort => 5432, Listen => 1, ReuseAddr => 1); sleep 600'"
            + " >/dev/null 2>&1 </dev/null & echo $! >/run/other.pid");
    awaitListener(servers.get(1), 5432);

    String said = refused("port-in-use", "host pg-w1, node pg-w1");

    assertThat(said)
        .contains("port 5432 is used by perl (pid " + onWorker("cat /run/other.pid").strip())
        .contains("all addresses of the server");
  }

  @Test
  void aPortThatAContainerUsesIsNamedWithTheContainer() {
    other("run -d --name other-db --network host");
    awaitListener(servers.get(1), 5432);

    assertThat(refused("port-in-use", "host pg-w1, node pg-w1"))
        .contains("port 5432 is used by the container other-db")
        .contains("docker stop other-db");
    onWorker("docker rm -f other-db");

    other("run -d --name other-db -p 5432:5432");
    assertThat(refused("port-in-use", "host pg-w1, node pg-w1"))
        .contains("port 5432 is used by the container other-db");
  }

  @Test
  void aContainerOfTheNodesNameThatIsNotOursIsNamed() {
    other("create --name lab-pg-w1");

    assertThat(refused("container-foreign", "host pg-w1, node pg-w1"))
        .contains("lab-pg-w1 is not this node's")
        .contains("docker rename lab-pg-w1 lab-pg-w1-old");
  }

  @Test
  void oneNameForTwoImagesIsRefusedWithBothIds() {
    other("create --name changed");
    String first = onWorker("docker image inspect -f '{{.Id}}' " + image).substring(7, 19);
    String other = onWorker("docker commit changed " + image).substring(7, 19);

    assertThat(refused("images-differ", "hosts pg-c1, pg-w1"))
        .contains(first + " on pg-c1", other + " on pg-w1", "docker pull " + image);
  }

  @Test
  void tooLittleRoomAndAReadOnlyTargetAreRefused() {
    onWorker("mkdir -p /opt/citus-deploy /var/lib/citus-deploy");
    onWorker("mount -t tmpfs -o size=200m tmpfs /var/lib/citus-deploy");
    assertThat(refused("disk-space-low", "host pg-w1"))
        .contains("200 MiB of 200 MiB are free", "'sudo df -h'");
    onWorker("mount -o remount,ro /var/lib/citus-deploy");

    assertThat(refused("target-read-only", "pg-w1"))
        .contains("nothing can be written to /var/lib/citus-deploy")
        .contains("mount -o remount,rw /var/lib/citus-deploy");
  }

  @Test
  @Tag("long")
  void anImageThatIsNotToBeHadIsReportedByItsCause() throws IOException {
    onCoordinator("cat >/run/registry.pl <<'EOF'\n" + registry() + "EOF");
    onCoordinator("perl /run/registry.pl " + REGISTRY + " >/dev/null 2>&1 </dev/null &");
    awaitListener(servers.getFirst(), REGISTRY);
    onWorker("cat >/run/registry.pl <<'EOF'\n" + registry() + "EOF");
    onWorker("perl /run/registry.pl " + REGISTRY + " >/dev/null 2>&1 </dev/null &");
    awaitListener(servers.get(1), REGISTRY);

    String registry = "127.0.0.1:" + REGISTRY;
    pulled("citus:nope", "image-not-found", registry + " has no image");
    pulled("citus:other-processor", "image-platform", "not made for this server's processor");
    pulled("private/citus:1", "registry-login", "docker login " + registry);
    pulled("denied/citus:1", "registry-login", "docker login " + registry);
    pulled(
        "limited/citus:1", "registry-limit", "docker save " + registry + "/limited/citus:1 | ssh");
    onWorker("kill $(cat /proc/[0-9]*/stat | sed -n 's/ (perl) .*//p')");

    Invocation apply = applyImage("citus:nope");
    assertThat(words(apply))
        .contains("host pg-c1: " + registry + " has no image")
        .contains("host pg-w1: the server cannot reach " + registry)
        .contains("[image-not-found]", "[registry-unreachable]");
  }

  @Test
  void aDiskThatFillsWhileFilesAreWrittenSwitchesNothing() {
    mount("20m", "/opt/citus-deploy");
    mount("1100m", "/var/lib/citus-deploy");
    // Not even for the lock; then for that alone, and not for the journal.
    for (String free : List.of("0", "4K")) {
      Invocation full = confirmingAfter(() -> fill(free));
      assertThat(full.exitCode()).as(full.everything()).isEqualTo(1);
      assertThat(words(full))
          .contains("✗ host pg-w1: the disk is full at /opt/citus-deploy/lab/.state [disk-full]");
      onWorker("rm /opt/citus-deploy/fill");
    }

    // Room for the lock and the journal, and not for the files.
    Invocation apply = confirmingAfter(() -> fill("64K"));

    failed(apply, "disk-full", "host pg-w1: the disk is full at /opt/citus-deploy/lab");
    assertThat(words(apply)).contains("0 of 20 MiB are free", "No space left on device");
    assertThat(apply.out()).containsPattern("pg-c1 +(changed|not reached)");
    assertThat(onWorker("find /opt/citus-deploy/lab -type f ! -path '*/.state/*'")).isBlank();
  }

  private void fill(String free) {
    onWorker(
        "dd if=/dev/zero bs=4k of=/opt/citus-deploy/fill; truncate -s -%s /opt/citus-deploy/fill"
            .formatted(free));
  }

  /// Also where the shell that meets it says "I/O error" only, as the one that starts the server.
  @Test
  void aFullDiskBelowANodeThatServesIsNamedAndTheSameApplyGoesOnOnceThereIsRoom() {
    mount("1100m", "/var/lib/citus-deploy");
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();
    onWorker(
        "docker stop -t 5 lab-pg-w1; dd if=/dev/zero of=/var/lib/citus-deploy/fill bs=4k; docker start lab-pg-w1");

    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    assertThat(words(status))
        .contains("the disk of the data at /var/lib/citus-deploy is full [data-disk-full]")
        .contains("0 MiB of 1100 MiB are free", "'sudo du -axh -d 3 /var/lib/citus-deploy'");
    Invocation apply = run("apply", "-y");
    failed(apply, "disk-full", "host pg-w1, node pg-w1: the disk is full");
    assertThat(words(apply)).contains("0 of 1100 MiB are free");

    onWorker("rm /var/lib/citus-deploy/fill");
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void aFolderThatWasRemovedUnderItsContainerIsHealedByTheCommandOfTheMessage() throws IOException {
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();
    onWorker("rm -rf /opt/citus-deploy/lab/pg-w1");
    Files.writeString(
        inventory,
        inventoryText.replace("hosts:\n", "postgres: { settings: { work_mem: 9MB } }\nhosts:\n"));

    Invocation apply = run("apply", "-y");
    failed(apply, "folder-removed", "host pg-w1, node pg-w1: the container of pg-w1 does not have");
    String line =
        apply.err().lines().filter(it -> it.contains("docker restart")).findFirst().orElseThrow();
    onWorker("sh -c " + line.substring(line.indexOf('\'')));

    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    isWell();
  }

  /// From before the first apply; and later, when the name means another address than the one that
  /// PostgreSQL listens on since it was started.
  @Test
  @Tag("long")
  void aServerWhoseLocalhostIsIpv6OnlyIsAsGoodAsAnother() {
    for (LabServer server : servers) {
      on(server, "sysctl -w net.ipv6.conf.lo.disable_ipv6=0; ip addr replace ::1/128 dev lo");
      on(server, "ip addr del 127.0.0.1/8 dev lo");
      assertThat(on(server, "ip addr show lo")).contains("::1/128").doesNotContain("127.0.0.1");
    }
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();
    isWell();

    for (LabServer server : servers) {
      on(server, "docker restart $(docker ps -q)");
      awaitListener(server, 5432);
    }
    isWell();

    for (LabServer server : servers) {
      on(server, "ip addr add 127.0.0.1/8 dev lo; ip addr del ::1/128 dev lo");
    }
    assertThat(onCoordinator("ss -Hltn 'sport = :5432'")).contains("[::1]").doesNotContain("127.");
    isWell();
  }

  private void isWell() {
    Await.value("a healthy cluster", () -> run("status"), status -> status.exitCode() == 0);
    Invocation plan = run("plan", "--exit-code");
    assertThat(plan.exitCode()).as(plan.everything()).isZero();
  }

  @Test
  void aLoginThatMayNotReadTheLockIsReportedAndTakesNothing() throws IOException {
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();
    for (LabServer server : servers) {
      on(
          server,
          "id viewer || useradd -m viewer; cp -r ~deploy/.ssh ~viewer/; chown -R viewer: ~viewer/.ssh");
    }
    String lock = "stat -c '%i %Y %s' /opt/citus-deploy/lab/.state/lock";
    String before = onCoordinator(lock) + onWorker(lock);
    Files.writeString(
        inventory,
        inventoryText.replace("user: deploy", "user: viewer").replace("sudo: true", "sudo: false"));

    for (Invocation looked : List.of(lockShow(), run("apply", "-y", "--lock-wait", "2"))) {
      assertThat(looked.exitCode()).as(looked.everything()).isEqualTo(1);
      assertThat(words(looked))
          .contains("[lock-not-seen]", "the login viewer may not read /opt/citus-deploy")
          .contains("✗ host pg-c1: ", "✗ host pg-w1: ")
          .contains("viewer@", "'ls -ld /opt/citus-deploy ");
      assertThat(looked.out()).doesNotContain("nobody");
    }
    assertThat(onCoordinator(lock) + onWorker(lock)).isEqualTo(before);
    Files.writeString(inventory, inventoryText);
    assertThat(lockShow().out()).contains("pg-c1  nobody", "pg-w1  nobody");
  }

  /// The name is given to another image after the plan.
  @Test
  void anImageThatTurnsOutUnfitIsRefusedBeforeItsNodeStops() throws IOException {
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();
    onCoordinator("docker tag " + image + " other/citus:next");
    onWorker("docker tag " + image + " other/citus:next");
    onWorker(
        "docker run --name unfit --entrypoint sh "
            + image
            + " -c 'sed -i \"s/^default_version.*/default_version = \\x2712.1-1\\x27/\""
            + " $(find / -name citus.control 2>/dev/null)' && docker commit unfit other/citus:unfit;"
            + " docker rm unfit");
    Files.writeString(inventory, inventoryText.replace(image, "other/citus:next"));
    String started = onWorker("docker inspect -f '{{.State.StartedAt}}' lab-pg-w1");

    Invocation apply =
        confirmingAfter(() -> onWorker("docker tag other/citus:unfit other/citus:next"));

    progress(apply.err());
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply))
        .contains("✗ host pg-w1, node pg-w1: the image other/citus:next cannot serve the data")
        .contains("[image-unfit]", "the image holds Citus 12.1-1", "`" + image + "`, then");
    assertThat(onWorker("docker inspect -f '{{.State.StartedAt}}' lab-pg-w1")).isEqualTo(started);
    Files.writeString(inventory, inventoryText);
    assertThat(run("apply", "-y").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void aDiskThatFillsWhileDataIsMadeLeavesNothingServed() {
    mount("1100m", "/var/lib/citus-deploy");
    Invocation apply =
        confirmingAfter(() -> onWorker("fallocate -l 1090m /var/lib/citus-deploy/fill"));

    failed(apply, "disk-full", "host pg-w1, node pg-w1: the disk is full");
    assertThat(words(apply)).contains("No space left on device", "MiB are free");
    assertThat(onWorker("ls /var/lib/citus-deploy/lab/pg-w1")).doesNotContain("initialised");
  }

  @Test
  void aPortThatIsTakenAfterThePlanIsReportedAndOnceItIsFreeTheSameApplyFinishesTheWork() {
    Invocation apply =
        confirmingAfter(() -> {
          other("run -d --name other-db --network host");
          awaitListener(servers.get(1), 5432);
        });

    failed(apply, "port-taken", "host pg-w1, node pg-w1: port 5432 is used by another program");
    assertThat(words(apply)).contains("ss -ltnp sport = :5432");
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isEqualTo(8);
    assertThat(words(again)).contains("[port-in-use]", "used by the container other-db");
    onWorker("docker rm -f other-db");
    Invocation last = run("apply", "-y");
    assertThat(last.exitCode()).as(last.everything()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(run("status").exitCode()).isZero();
  }

  @Test
  void aClusterOfTheSameNameWithOtherFoldersOrSecretsIsDistinguished() throws IOException {
    Invocation made = run("apply", "-y");
    assertThat(made.exitCode()).as(made.everything()).isZero();

    Files.writeString(
        inventory,
        inventoryText.replace("hosts:\n", "paths: { program: /srv/a, data: /srv/b }\nhosts:\n"));
    Invocation paths = run("apply", "-y");
    progress(paths.err());
    assertThat(paths.exitCode()).as(paths.everything()).isEqualTo(8);
    assertThat(words(paths))
        .contains("[cluster-name-taken]", "host pg-w1, node pg-w1", "/opt/citus-deploy/lab/pg-w1");
    assertThat(words(paths)).doesNotContain("data-missing");

    Files.writeString(inventory, inventoryText);
    Path secrets = folder.resolve("inventory.secrets.yml");
    Path kept = Files.move(secrets, folder.resolve("kept.yml"));
    Invocation other = run("apply", "-y");
    progress(other.err());
    assertThat(other.exitCode()).as(other.everything()).isEqualTo(2);
    assertThat(words(other)).contains("[secrets-missing]", "on host pg-c1", "`cluster:`");
    Files.move(kept, secrets);
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// A small file system of its own. Neither kind of file is executed from where it lies, so such a
  /// mount is no obstacle.
  private void mount(String size, String root) {
    onWorker("mkdir -p " + root);
    onWorker("mount -t tmpfs -o size=%s,noexec,nosuid,nodev tmpfs %s".formatted(size, root));
  }

  /// An apply that is refused with one problem, whose plan shows the other host's steps.
  private String refused(String code, String where) {
    Invocation apply = run("apply", "-y");
    progress(apply.err());
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    String err = words(apply);
    assertThat(err).contains("✗ " + where + ": ").contains("[" + code + "]");
    assertThat(err.split("✗", -1)).hasSize(2);
    if (!code.equals("images-differ")) {
      assertThat(apply.out()).contains("initialise data of pg-c1");
    }
    assertThat(onWorker("ls /opt/citus-deploy /var/lib/citus-deploy 2>/dev/null; true"))
        .doesNotContain("lab");
    return err;
  }

  private static void failed(Invocation apply, String code, String words) {
    progress(apply.err());
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply)).contains("✗ " + words).contains("[" + code + "]");
    assertThat(words(apply).split("✗ host", -1)).hasSize(2);
    assertThat(apply.out()).containsPattern("pg-w1 +failed");
  }

  private void pulled(String reference, String code, String words) throws IOException {
    Invocation apply = applyImage(reference);
    progress(apply.err());
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply)).contains("✗ host pg-c1: ", "✗ host pg-w1: ", "[" + code + "]", words);
  }

  /// A cluster of another name, so that what its run writes is not this one's.
  private Invocation applyImage(String reference) throws IOException {
    Path other = folder.resolve("other.yml");
    Files.writeString(
        other,
        Files.readString(inventory)
            .replace("cluster: lab\n", "cluster: other\n")
            .replace(image, "127.0.0.1:" + REGISTRY + "/" + reference));
    return Invocation.of("apply", "-y", other.toString());
  }

  private Invocation confirmingAfter(Runnable deed) {
    return Invocation.confirmingAfter(deed, "apply", inventory.toString());
  }

  private Invocation lockShow() {
    return Invocation.of("lock", "show", inventory.toString());
  }

  private Invocation run(String command, String... options) {
    List<String> line = new ArrayList<>(List.of(command, inventory.toString()));
    line.addAll(List.of(options));
    return Invocation.of(line.toArray(String[]::new));
  }

  /// A container of somebody else's on the worker's server, which listens on 5432.
  private void other(String how) {
    onWorker(
        "docker "
            + how
            + " --entrypoint perl "
            + image
            + " -MIO::Socket::INET -e 'our $s = IO::Socket::INET->new(LocalAddr => \"0.0.0.0\","
            + " LocalPort => 5432, Listen => 1, ReuseAddr => 1); sleep 600'");
  }

  private void awaitListener(LabServer server, int port) {
    assertThat(
            on(
                server,
                "for i in $(seq 600); do ss -Hltn 'sport = :%d' | grep . && break; sleep 0.1; done"
                    .formatted(port)))
        .contains("LISTEN");
  }

  private String onCoordinator(String script) {
    return on(servers.getFirst(), script);
  }

  private String onWorker(String script) {
    return on(servers.getLast(), script);
  }

  private String on(LabServer server, String script) {
    return cluster.inside(server, script);
  }

  private static String registry() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(ServerMisfortuneIT.class.getResourceAsStream("registry.pl"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The output, however it was wrapped.
  private static String words(Invocation run) {
    return run.err().replaceAll("\\s+", " ");
  }

  private static void progress(String line) {
    System.getLogger("ServerMisfortuneIT").log(System.Logger.Level.INFO, line);
  }
}
