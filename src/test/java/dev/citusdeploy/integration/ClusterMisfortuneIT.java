package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.LabImages;
import dev.citusdeploy.secrets.SecretsFactory;
import dev.citusdeploy.secrets.SecretsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What goes wrong with a cluster as a whole and with its data, on three lab servers: each time the
/// message names node, cause and remedy, and when the cause is gone the same apply finishes the
/// work. Every test makes what it begins with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterMisfortuneIT {
  private static final String NAME = "pg-w2.lab.test";
  private static final String DATA = "/var/lib/citus-deploy/lab/";

  @RegisterExtension final SharedCluster cluster = new SharedCluster(3, LabImages::rehearsal);

  private final Path folder = cluster.folder();
  private final Path overrides = folder.resolve("overrides");
  private List<LabServer> servers = List.of();

  @BeforeAll
  void up() throws IOException {
    servers = cluster.servers();
    Path inventory = folder.resolve("inventory.yml");
    String text = Files.readString(inventory);
    String host = "pg-w2: { address: " + worker2().address() + ",";
    assertThat(text).contains(host);
    // Who advertises a name has to say where nodes come from.
    String networks =
        servers.stream().map(server -> server.address() + "/32").collect(Collectors.joining(", "));
    Files.writeString(
        inventory,
        text.replace(host, host + " advertise: " + NAME + ",")
            .replace("hosts:\n", "cluster_networks: [" + networks + "]\nhosts:\n"));
  }

  @AfterEach
  void removeOverrides() throws IOException {
    for (String path :
        List.of(
            "config/pg_hba.conf.ftl",
            "config/pghba.conf.ftl",
            "config/postgresql.conf.ftl",
            "config",
            "")) {
      Files.deleteIfExists(overrides.resolve(path));
    }
  }

  @AfterAll
  void tidyUp() throws IOException {
    emptyServers();
    inside(worker2(), "rm -f /root/initialised");
  }

  /// Servers that never had a cluster, and whose network lets everything pass.
  private void emptyServers() throws IOException {
    servers.forEach(server ->
        inside(
            server,
            "iptables -F OUTPUT; "
                + LabCluster.INSTALL_ANEW
                + "; grep -v ' "
                + NAME
                + "$' /etc/hosts >/tmp/hosts; cat /tmp/hosts >/etc/hosts"));
    Files.deleteIfExists(folder.resolve("inventory.secrets.yml"));
  }

  /// A cluster that is well and as the inventory says; made anew unless it is there.
  private void converge() throws IOException {
    if (run("status").exitCode() == 0 && run("plan", "--exit-code").exitCode() == 0) {
      return;
    }
    emptyServers();
    nameTheWorker();
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// Lets every server know the name that a worker is advertised by. First in the file: PostgreSQL
  /// also asks for the name of an address.
  private void nameTheWorker() {
    String line = worker2().address() + " " + NAME;
    servers.forEach(it ->
        inside(
            it, "{ echo " + line + "; cat /etc/hosts; } >/tmp/hosts; cat /tmp/hosts >/etc/hosts"));
  }

  @Test
  void aMistakeInAnOverrideIsReportedWithItsPlace() throws IOException {
    override("config/pg_hba.conf.ftl", "# ours\nhostssl all all ${adress} cert\n");
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(2);
    assertThat(words(plan))
        .contains(overrides.resolve("config/pg_hba.conf.ftl") + ":2:19: adress is not defined here")
        .contains("did you mean address?", "[template-error]");

    Files.move(
        overrides.resolve("config/pg_hba.conf.ftl"), overrides.resolve("config/pghba.conf.ftl"));
    Invocation validate = run("validate");
    assertThat(validate.exitCode()).as(validate.everything()).isEqualTo(2);
    assertThat(words(validate))
        .contains("[override-unknown]", "did you mean config/pg_hba.conf.ftl?");
  }

  @Test
  void aConfigurationThatPostgresRefusesIsFoundBeforeDataIsMade() throws IOException {
    emptyServers();
    String packaged = Files.readString(Path.of("config", "postgresql.conf.ftl"));
    override("config/postgresql.conf.ftl", packaged + "work_mme = 1\n");

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply).split("\\[configuration-refused]", -1)).hasSize(4);
    assertThat(words(apply))
        .contains("host pg-w2, node pg-w2: PostgreSQL refuses the configuration")
        .contains("unrecognized configuration parameter \"work_mme\"");
    assertThat(inside(coordinator(), "ls " + DATA + "pg-c1")).isBlank();
  }

  @Test
  @Tag("long")
  void namesConnectionsAndCitusAreCheckedBeforeAnythingIsRegistered() throws IOException {
    emptyServers();
    inside(worker1(), "iptables -A " + cut());

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply))
        .contains("[node-name-unknown]", "[nodes-not-reachable]")
        .contains(" pg-w1 → pg-w2 (" + NAME + ":5432): name not known")
        .contains(" pg-w1 → pg-c1 (" + coordinator().address() + ":5432): timed out")
        .doesNotContain("pg-c1 → pg-w1", "pg-w2 → pg-c1")
        .contains("sudo docker exec lab-pg-w1 pg_isready -t 5 -h " + coordinator().address());
    assertThat(apply.out()).containsPattern("pg-w2 +changed +3 +0 +0");
    assertThat(sql(coordinator(), "select count(*) from pg_dist_node")).isEqualTo("0\n");

    inside(worker1(), "iptables -D " + cut());
    nameTheWorker();
    nodesWithoutCitusAsExpectedAreReported();
    whenTheCausesAreGoneTheSameApplyFinishes();
  }

  private void nodesWithoutCitusAsExpectedAreReported() {
    sql(worker2(), "drop extension citus cascade");
    sql(worker1(), "alter system set shared_preload_libraries = pg_stat_statements");
    restartContainer(worker1());

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply))
        .contains("citus is not in shared_preload_libraries of pg-w1 [citus-not-preloaded]")
        .contains("started with 'pg_stat_statements'", "docker restart lab-pg-w1")
        .contains("database app of pg-w2 lacks the extension citus [citus-extension-missing]")
        .contains("CREATE EXTENSION citus")
        .contains("the servers themselves know it", "docker restart lab-pg-c1")
        .doesNotContain("nodes-not-reachable", "pg-w1 → ");
    assertThat(sql(coordinator(), "select count(*) from pg_dist_node")).isEqualTo("0\n");
  }

  private void whenTheCausesAreGoneTheSameApplyFinishes() {
    sql(worker2(), "create extension citus");
    sql(worker1(), "alter system reset shared_preload_libraries");
    servers.forEach(this::restartContainer);

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(run("status").out()).contains("healthy: 9 of 9 connections between nodes work");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Tag("long")
  void containersThatEndOrStayUnhealthyAreReportedSoonWithTheirLastLogLines() throws IOException {
    converge();
    inside(worker1(), "chmod 0700 " + DATA + "pg-w1; docker restart -t 9 lab-pg-w1");
    inside(
        worker2(),
        "docker exec -u postgres lab-pg-w2 psql -qXd postgres -c"
            + " 'alter database app allow_connections false'");
    await(worker2(), "unhealthy");
    long before = System.nanoTime();

    Invocation apply = run("apply", "-y");

    Duration took = Duration.ofNanos(System.nanoTime() - before);
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(words(apply))
        .contains("pg-w1 ends each time it is started [node-keeps-ending]", "Permission denied")
        .contains("chmod a+x " + DATA + "pg-w1")
        .contains("pg-w2 runs, but its health check fails [node-not-healthy]")
        .contains(
            "its health check answered: “psql: error:", "not currently accepting connections");
    assertThat(took).isLessThan(Duration.ofMinutes(5));

    inside(worker1(), "chmod a+x " + DATA + "pg-w1");
    inside(
        worker2(),
        "docker exec -u postgres lab-pg-w2 psql -qXd postgres -c"
            + " 'alter database app allow_connections true'");
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertThat(run("status").exitCode()).isZero();
  }

  @Test
  void dataOfAnotherIsNeverTouched() throws IOException {
    converge();
    mark(coordinator(), "s/^cluster=.*/cluster=other/");
    mark(worker1(), "s/^node=.*/node=pg-w7/");
    inside(worker2(), "echo 16 >" + DATA + "pg-w2/pgdata/PG_VERSION");

    Invocation plan = run("apply", "-y");

    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(words(plan).split("\\[data-foreign]", -1)).hasSize(3);
    assertThat(words(plan))
        .contains("its mark names node pg-c1 of cluster other", "its mark names node pg-w7 of")
        .contains("sudo mv " + DATA + "pg-w1 " + DATA + "pg-w1.foreign")
        .contains("the image holds PostgreSQL 17, the data is of 16 [postgres-major-differs]");

    mark(coordinator(), "s/^cluster=.*/cluster=lab/");
    mark(worker1(), "s/^node=.*/node=pg-w1/");
    inside(worker2(), "echo 17 >" + DATA + "pg-w2/pgdata/PG_VERSION");
    inside(worker2(), "mv " + DATA + "pg-w2/initialised /root");
    Invocation half = run("apply", "-y");
    assertThat(half.exitCode()).as(half.everything()).isEqualTo(8);
    String back = "cp /opt/citus-deploy/lab/.state/first-start/pg-w2 " + DATA + "pg-w2/initialised";
    assertThat(words(half)).contains("[data-half-made]", "sudo " + back).doesNotContain("rm -rf");
    inside(worker2(), back);
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void otherSecretsAreRefused() throws IOException {
    converge();
    Path other = folder.resolve("other.secrets.yml");
    new SecretsFile(other)
        .save(
            SecretsFactory.generate("lab", List.of("app"), new SecureRandom(), Clock.systemUTC()));

    Invocation apply = run("apply", "-y", "--secrets", other.toString());

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply).split("\\[data-other-secrets]", -1)).hasSize(4);
    assertThat(words(apply)).contains("--secrets FILE");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void anAuthorityThatWasReplacedOrSpoiltOnAServerIsPutBack() throws IOException {
    converge();
    String place = "/opt/citus-deploy/lab/%s/tls/ca.crt";
    inside(worker1(), "echo spoilt >" + place.formatted("pg-w1") + "; docker restart lab-pg-w1");
    inside(
        coordinator(),
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9"
            + " -keyout /dev/null -subj /CN=other -out "
            + place.formatted("pg-c1")
            + "; docker restart lab-pg-c1");
    // Not until it is healthy: with that authority it never is.
    assertThat(
            inside(
                coordinator(),
                "for i in $(seq 300); do docker exec -u postgres lab-pg-c1 pg_isready && break;"
                    + " sleep 0.3; done"))
        .contains("accepting connections");

    assertThat(run("apply", "-y").exitCode()).isEqualTo(8);
    Invocation apply = run("apply", "-y", "--overwrite-drift");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("! pg-w1/tls/ca.crt", "! pg-c1/tls/ca.crt")
        .contains("do not accept each other's certificate");
    assertThat(run("status").exitCode()).isZero();
  }

  private LabServer coordinator() {
    return servers.getFirst();
  }

  private LabServer worker1() {
    return servers.get(1);
  }

  private LabServer worker2() {
    return servers.getLast();
  }

  /// One way only: what the first worker sends to the coordinator's port.
  private String cut() {
    return "OUTPUT -p tcp -d " + coordinator().address() + " --dport 5432 -j DROP";
  }

  /// The problems as they were printed, without the breaks between their lines.
  private static String words(Invocation invocation) {
    return invocation.err().replaceAll("\\s+", " ");
  }

  private Invocation run(String command, String... options) {
    return Invocation.of(
        Stream.concat(
                Stream.of(command, folder.resolve("inventory.yml").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private void override(String path, String text) throws IOException {
    Path file = overrides.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void mark(LabServer server, String edit) {
    inside(server, "sed -i '" + edit + "' " + DATA + server.host() + "/initialised");
  }

  private void restartContainer(LabServer server) {
    inside(server, "docker restart -t 9 lab-" + server.host());
    await(server, "healthy");
  }

  private void await(LabServer server, String health) {
    String look = "docker inspect -f '{{.State.Health.Status}}' lab-" + server.host();
    Await.value(
        server.host() + " to be " + health,
        () -> inside(server, look).strip(),
        found -> found.equals(health));
  }

  private String sql(LabServer server, String statement) {
    return inside(
        server,
        "docker exec -u postgres lab-%s psql -XAtq -v ON_ERROR_STOP=1 -d app -c \"%s\" 2>&1"
            .formatted(server.host(), statement));
  }

  private String inside(LabServer server, String script) {
    return cluster.inside(server, script);
  }
}
