package dev.citusdeploy.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.LabDocker;
import dev.citusdeploy.lab.LabImages;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.RunningLab;
import dev.citusdeploy.secrets.SecretsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// The life of a cluster on three lab servers, told in order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ClusterLife {
  private final Path folder;
  private final Lab lab;
  private DatabaseImage image = new DatabaseImage("none:yet", false);
  private List<LabServer> servers = List.of();

  /// @param name of the lab that it takes place in
  ClusterLife(String name) {
    folder = Path.of("target", "it", name).toAbsolutePath();
    lab = new Lab(LabDocker.onPath(), name, folder, ClusterLife::progress);
  }

  /// The database image; an assumption fails where there is none.
  abstract DatabaseImage image(LabImages images);

  @BeforeAll
  void up() {
    image = image(new LabImages(LabDocker.onPath(), ClusterLife::progress));
    lab.down();
    RunningLab running =
        lab.up(LabOptions.of(3).with(new DatabaseImage.Choice.Named(image.reference())));
    servers = running.servers();
  }

  @AfterAll
  void down() {
    lab.down();
  }

  @Test
  @Order(1)
  void planChangesNothingOnTheServersAndWritesNoSecrets() {
    String before = everythingOnTheServers();
    lookingChangesNothing();

    Invocation plan = run("plan", "--exit-code");

    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(6);
    assertThat(plan.out()).contains("initialise data of pg-c1", "register worker");
    assertUnchanged(before);
    assertThat(folder.resolve("inventory.secrets.yml")).doesNotExist();
  }

  @Test
  @Order(2)
  void applyWithoutATerminalAndWithoutYesIsRefused() {
    Invocation apply = run("apply");

    assertThat(apply.exitCode()).isEqualTo(8);
    assertThat(apply.err()).contains("apply -y");
    assertThat(folder.resolve("inventory.secrets.yml")).doesNotExist();
  }

  @Test
  @Order(3)
  void applyMakesAHealthyCluster() {
    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("postgresql://app@" + servers.getFirst().address() + ":5432/app");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
    assertThat(status.out()).contains("healthy: 9 of 9 connections between nodes work");
  }

  @Test
  @Order(4)
  void aSecondApplyTouchesNothing() {
    String before = everythingOnTheServers();

    Invocation apply = run("apply");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).startsWith("No changes: the cluster is as the inventory says.\n");
    assertUnchanged(before);
    lookingChangesNothing();
  }

  @Test
  @Order(5)
  void noContainersEnvironmentHoldsAPassword() {
    for (LabServer server : servers) {
      String given = inside(server, "docker inspect -f '{{json .Config.Env}}' $(docker ps -q)");
      String serverProcess =
          inside(
              server,
              "docker exec -u postgres $(docker ps -q) cat /proc/1/environ | tr '\\0' '\\n'");
      assertThat(List.of(given, serverProcess))
          .allSatisfy(environment ->
              assertThat(environment)
                  .contains("PGDATA=")
                  // The image's entrypoint leaves POSTGRES_PASSWORD behind, with nothing in it.
                  .doesNotContainPattern("PASS[A-Z]*=[^\\s\",]"));
      assertThat(inside(server, "docker volume ls -q")).isBlank();
    }
  }

  @Test
  @Order(6)
  void plaintextAndUnknownLoginsAreRefused() {
    LabServer worker = servers.get(1);
    String coordinator = servers.getFirst().address();

    assertThat(psql(worker, "host=" + coordinator + " user=app dbname=app sslmode=disable"))
        .contains("no pg_hba.conf entry")
        .contains("no encryption");
    assertThat(psql(worker, "host=" + coordinator + " user=postgres dbname=app sslmode=require"))
        .doesNotContain("(1 row)");
    assertThat(
            inside(
                servers.getFirst(),
                "docker exec -u postgres lab-pg-c1 psql -XAtc"
                    + " \"select count(*) from pg_hba_file_rules where auth_method = 'trust'\" app"))
        .isEqualTo("0\n");
  }

  @Test
  @Order(7)
  void theClientRoleLogsInWithItsPasswordOverVerifiedTls() {
    assertThat(JdbcProbe.select(clientUrl(), "app", password(), "select current_user"))
        .isEqualTo("app");
    assertThat(JdbcProbe.select(clientUrl(), "app", "wrong", "select 1"))
        .contains("password authentication failed");
  }

  private String password() {
    return requireNonNull(
            new SecretsFile(folder.resolve("inventory.secrets.yml"))
                .load("lab")
                .orElseThrow()
                .rolePasswords()
                .get("app"))
        .reveal();
  }

  /// From the outside: the lab's own machine, which the inventory's client line covers.
  private String clientUrl() {
    return "jdbc:postgresql://%s:5432/app?sslmode=verify-full&sslrootcert=%s"
        .formatted(servers.getFirst().address(), folder.resolve("inventory.ca.crt"));
  }

  @Test
  @Order(8)
  void realCitusKeepsDistributedRowsOverARestartOfEveryServer() {
    assumeThat(image.real()).as("the rehearsal image does not shard").isTrue();
    sql("create table orders (id bigint primary key, what text)");
    sql("select create_distributed_table('orders', 'id')");
    sql("create table kinds (kind int primary key)");
    sql("select create_reference_table('kinds')");
    sql("insert into orders select i, 'order ' || i from generate_series(1, 100000) i");
    sql("insert into kinds select generate_series(1, 10)");

    servers.forEach(lab::restart);
    awaitHealthy();

    assertThat(sql("select count(*) from orders")).isEqualTo("100000\n");
    assertThat(sql("select count(*) from kinds")).isEqualTo("10\n");
    assertThat(
            sql(
                "select count(distinct nodename) from citus_shards"
                    + " where table_name = 'orders'::regclass"))
        .isEqualTo("2\n");
    assertThat(sql("select bool_and(result) from citus_check_cluster_node_health()"))
        .isEqualTo("t\n");
  }

  @Test
  @Order(9)
  void anotherClientLineIsAReloadAndRestartsNothing() throws IOException {
    String before = startTimes();
    edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: report }\n");

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 reloads").doesNotContain("restart");
    assertThat(startTimes()).isEqualTo(before);
    assertThat(sql("select count(*) from pg_hba_file_rules where 'report' = any(user_name)"))
        .isEqualTo("1\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Order(10)
  void aSettingThatNeedsARestartRollsOverTheWorkersFirst() throws IOException {
    edit("hosts:\n", "postgres: { settings: { max_connections: 350 } }\nhosts:\n");
    lookingChangesNothing();

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 restarts (pg-w1, pg-w2, pg-c1)");
    assertThat(sql("show max_connections")).isEqualTo("350\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Order(11)
  void aStoppedServerStopsApplyBeforeItChangesAnything() throws IOException {
    lab.stop(servers.get(2));
    edit("max_connections: 350", "max_connections: 360");
    String before = everythingOn(servers.getFirst());

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(3);
    assertThat(apply.err()).contains("pg-w2");
    assertThat(changes(before, everythingOn(servers.getFirst()))).isEmpty();
    assertThat(run("status").exitCode()).isEqualTo(7);

    lab.start(servers.get(2));
    edit("max_connections: 360", "max_connections: 350");
    awaitHealthy();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Order(12)
  void missingSecretsAreNeverMadeAnewWhileThereIsData() throws IOException {
    Path secrets = folder.resolve("inventory.secrets.yml");
    Path kept = folder.resolve("kept.yml");
    Path elsewhere = Files.move(secrets, kept, StandardCopyOption.REPLACE_EXISTING);

    try {
      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(2);
      assertThat(apply.err()).contains("secrets file is missing").contains("--secrets");
      assertThat(run("plan", "--exit-code", "--secrets", elsewhere.toString()).exitCode()).isZero();
    } finally {
      Files.move(elsewhere, secrets);
    }
  }

  @Test
  @Order(13)
  void anUnknownHostKeyIsRefusedUntilItIsTrusted() throws IOException {
    Path knownHosts = folder.resolve("known_hosts");
    Files.delete(knownHosts);

    assertThat(run("plan").exitCode()).isEqualTo(3);
    Invocation trust =
        Invocation.answering("y\n", "trust", folder.resolve("inventory.yml").toString());
    assertThat(trust.exitCode()).as(trust.everything()).isZero();
    assertThat(trust.out()).contains("SHA256:");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  @Order(14)
  void aSecondRunIsToldWhoIsAtWorkAndAKilledRunIsFinishedByTheNext() throws Exception {
    edit("max_connections: 350", "max_connections: 370");
    Process first = program("apply", "-y");
    try {
      awaitJournal(servers.get(1), "pg-w1/recreate");

      Invocation second = run("apply", "-y");

      assertThat(second.exitCode()).as(second.everything()).isEqualTo(4);
      assertThat(second.err()).contains("[lock-held]", "`apply ", "lock release");
      assertThat(run("lock show").out())
          .contains("apply ")
          .containsPattern("pg-w1 .*\\d+\\.\\d+\\.\\d+\\.\\d+");
    } finally {
      first.destroyForcibly().waitFor();
    }

    Invocation next = run("apply", "-y", "--lock-wait", "60");

    assertThat(next.exitCode()).as(next.everything()).isZero();
    assertThat(sql("show max_connections")).isEqualTo("370\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(run("history").out()).contains("cut off").contains("complete");
  }

  @Test
  @Order(15)
  void anotherWorkMemIsAReloadThatAnOpenTransactionLivesThrough() throws Exception {
    String before = startTimes();
    edit("max_connections: 370 ", "max_connections: 370, work_mem: 24MB ");
    try (Connection connection = DriverManager.getConnection(clientUrl(), "app", password())) {
      connection.setAutoCommit(false);
      String session = JdbcProbe.select(connection, "select pg_backend_pid()");
      assertThat(JdbcProbe.select(connection, "show work_mem")).isNotEqualTo("24MB");

      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out()).contains("3 reloads").doesNotContain("restart");
      assertThat(JdbcProbe.select(connection, "show work_mem")).isEqualTo("24MB");
      assertThat(JdbcProbe.select(connection, "select pg_backend_pid()")).isEqualTo(session);
      connection.commit();
    }
    assertThat(startTimes()).isEqualTo(before);
  }

  @Test
  @Order(16)
  void aRollStopsOneNodeAtATimeAndLosesNoAcknowledgedRow() throws Exception {
    sql("create table load (id bigint primary key, what text)");
    if (image.real()) {
      sql("select create_distributed_table('load', 'id')");
    }
    sql("grant select, insert on load to app");
    edit("work_mem: 24MB ", "work_mem: 24MB, shared_buffers: 96MB ");
    try (WriteLoad load = new WriteLoad(clientUrl(), password(), "load")) {
      load.awaitMore(100);
      Instant begin = Instant.now();

      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out()).contains("3 restarts (pg-w1, pg-w2, pg-c1)");
      int written = load.rows();
      List<Outage> outages = outages(begin);
      load.awaitMore(100);
      load.stop();
      assertThat(load.lost("load")).isEmpty();
      assertThat(outages).extracting(Outage::node).containsExactly("pg-w1", "pg-w2", "pg-c1");
      for (int i = 1; i < outages.size(); i++) {
        assertThat(outages.get(i).began()).isAfter(outages.get(i - 1).ended());
      }
      progress(
          "%d rows were acknowledged, %d of them during the roll; %d lost connections; %s"
              .formatted(load.rows(), written, load.failures(), outages));
    }
    assertThat(sql("show shared_buffers")).isEqualTo("96MB\n");
  }

  /// Since when each node was down and until when, by the engines' own records.
  private List<Outage> outages(Instant since) {
    long now = Instant.now().getEpochSecond() + 1;
    return servers.stream()
        .map(server -> {
          String node = server.host().value();
          String events =
              "docker events --since %d --until %d --filter container=lab-%s --filter event=die"
                      .formatted(since.getEpochSecond(), now, node)
                  + " --filter event=health_status --format '{{.TimeNano}} {{.Action}}'";
          return Outage.read(node, inside(server, events));
        })
        .sorted(Comparator.comparing(Outage::began))
        .toList();
  }

  @Test
  @Order(17)
  void whatServersSayOfTheirSettingsIsShownAndNotChanged() {
    administer(servers.get(1), "lab-pg-w1", "alter system set work_mem = '65MB'");
    administer(servers.get(1), "lab-pg-w1", "alter system set max_connections = 380");
    administer(servers.get(1), "lab-pg-w1", "select pg_reload_conf()");

    Invocation plan = run("plan", "--exit-code");

    assertThat(plan.exitCode()).as(plan.everything()).isZero();
    assertThat(plan.out())
        .contains(
            "note: node pg-w1: postgresql.auto.conf sets work_mem = 65MB",
            "note: node pg-w1: postgresql.auto.conf sets max_connections = 380 and wins over"
                + " postgresql.conf's 370, after a restart; to undo:",
            "No changes");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
    assertThat(status.out()).contains("sets work_mem = 65MB", "healthy: 9 of 9");
    assertThat(run("status", "-o", "json").out()).contains("\"set_in_data_folder\"");
    administer(
        servers.get(1),
        "lab-pg-w1",
        "copy (select 1) to program"
            + " 'cat >/dev/null; echo nosuch_setting = 1 >>postgresql.auto.conf'");
    Invocation wrong = run("status");
    assertThat(wrong.exitCode()).as(wrong.everything()).isEqualTo(7);
    assertThat(wrong.err()).contains("settings-refused", "nosuch_setting");

    administer(servers.get(1), "lab-pg-w1", "alter system reset all");
    administer(servers.get(1), "lab-pg-w1", "select pg_reload_conf()");
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").out()).doesNotContain("note:");
  }

  @Test
  @Order(18)
  void aPreparedTransactionThatStaysStopsTheRollUntilItIsEnded() throws IOException {
    // The gate waits for twice the interval that the servers run with.
    edit("max_connections: 370,", "max_connections: 370, citus.recover_2pc_interval: 2s,");
    assertThat(run("apply", "-y").exitCode()).isZero();
    edit("max_connections: 370,", "max_connections: 375,");
    administer(
        servers.get(2),
        "lab-pg-w2",
        "begin; create table held (id int); prepare transaction 'citus_99_1_1_1'");
    String before = startTimes();

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
    assertThat(apply.err())
        .contains(
            "transactions-stay-prepared",
            "pg-w2: citus_99_1_1_1",
            "not yet: pg-w1, pg-w2, pg-c1",
            "ROLLBACK PREPARED");
    assertThat(startTimes()).isEqualTo(before);

    administer(servers.get(2), "lab-pg-w2", "rollback prepared 'citus_99_1_1_1'");
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertThat(sql("show max_connections")).isEqualTo("375\n");
  }

  @Test
  @Order(19)
  void fewerConnectionsReachTheCoordinatorFirst() throws IOException {
    edit("max_connections: 375,", "max_connections: 120,");

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("after pg-c1, for max_connections falls to 120, and pg-c1 runs with 375")
        .contains("3 restarts (pg-c1, pg-w1, pg-w2)");
    assertThat(sql("show max_connections")).isEqualTo("120\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  private void administer(LabServer server, String container, String statement) {
    assertThat(
            inside(
                server,
                "docker exec -u postgres "
                    + container
                    + " psql -XAtq -v ON_ERROR_STOP=1 -d app -c \""
                    + statement
                    + "\" 2>&1"))
        .doesNotContain("ERROR");
  }

  @Test
  @Order(20)
  void whatSomebodyChangedByHandIsShownAndOnlyWrittenOverWhenSaidSo() {
    LabServer worker = servers.get(1);
    String times = startTimes();
    inside(
        worker,
        "cd /opt/citus-deploy/lab/pg-w1 && sed -i 's/^max_wal_senders = .*/max_wal_senders = 25/'"
            + " conf/current/postgresql.conf && echo \"my.password = 'geheim'\""
            + " >>conf/current/postgresql.conf && sed -i 's/stop_grace_period: .*/stop_grace_period:"
            + " 10s/' compose.yml");
    String before = everythingOn(worker);

    Invocation plan = run("plan");

    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(8);
    assertThat(plan.out())
        .contains(
            "! pg-w1/compose.yml changed by hand since the last apply",
            "-    stop_grace_period: 10s",
            "! pg-w1/conf/postgresql.conf changed by hand since the last apply",
            "-max_wal_senders = 25",
            "+max_wal_senders = 20",
            "-my.password = ***",
            "reload pg-w1")
        .doesNotContain("geheim", "restart pg-w1");
    assertThat(plan.err()).contains("[drift]", "--overwrite-drift");
    Invocation refused = run("apply", "-y");
    assertThat(refused.exitCode()).as(refused.everything()).isEqualTo(8);
    assertThat(everythingOn(worker)).isEqualTo(before);

    Invocation apply = run("apply", "-y", "--overwrite-drift");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(startTimes()).isEqualTo(times);
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(inside(worker, "cat /opt/citus-deploy/lab/pg-w1/conf/current/postgresql.conf"))
        .contains("max_wal_senders = 20")
        .doesNotContain("geheim");
  }

  @Test
  @Order(21)
  void aServerThatRunsWithAChangeByHandIsRestartedWithoutIt() {
    LabServer worker = servers.get(1);
    inside(
        worker,
        "sed -i 's/^max_wal_senders = .*/max_wal_senders = 25/'"
            + " /opt/citus-deploy/lab/pg-w1/conf/current/postgresql.conf; sleep 2;"
            + " docker restart lab-pg-w1");
    awaitHealthy();

    Invocation apply = run("apply", "-y", "--overwrite-drift");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("runs with settings changed by hand: max_wal_senders 25 → 20 needs a restart");
    assertThat(
            inside(
                worker, "docker exec -u postgres lab-pg-w1 psql -XAtc 'show max_wal_senders' app"))
        .isEqualTo("20\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  /// The program in a process of its own, so that it can be killed.
  private Process program(String command, String... options) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-cp", System.getProperty("java.class.path")));
    words.addAll(List.of(Main.class.getName(), command));
    words.add(folder.resolve("inventory.yml").toString());
    words.addAll(List.of(options));
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("first-run.txt").toFile())
        .start();
  }

  private void awaitJournal(LabServer server, String step) throws IOException {
    String journal = "cat /opt/citus-deploy/lab/.state/journal";
    String event = "\"step\":\"" + step + "\"";
    long before = inside(server, journal).lines().filter(line -> line.contains(event)).count();
    for (int attempt = 0; attempt < 300; attempt++) {
      if (inside(server, journal).lines().filter(line -> line.contains(event)).count() > before) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    throw new AssertionError(
        "no step " + step + " began: " + Files.readString(folder.resolve("first-run.txt")));
  }

  private static void progress(String line) {
    System.getLogger("ClusterLife").log(System.Logger.Level.INFO, line);
  }

  /// @param command its words between blanks
  private Invocation run(String command, String... options) {
    return Invocation.of(
        Stream.of(
                Stream.of(command.split(" ")),
                Stream.of(folder.resolve("inventory.yml").toString()),
                Stream.of(options))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  private void edit(String from, String to) throws IOException {
    Path file = folder.resolve("inventory.yml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private void awaitHealthy() {
    Invocation status = run("status");
    for (int attempt = 0; attempt < 60 && status.exitCode() != 0; attempt++) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      status = run("status");
    }
    assertThat(status.exitCode()).as(status.everything()).isZero();
  }

  private String sql(String statement) {
    return inside(
        servers.getFirst(),
        "docker exec -u postgres lab-pg-c1 psql -XAtq -v ON_ERROR_STOP=1 -d app -c \""
            + statement
            + "\" 2>&1");
  }

  private String psql(LabServer from, String connection) {
    return inside(
        from,
        "docker exec $(docker ps -q) psql -X -c 'select 1' '" + connection + "' </dev/null 2>&1");
  }

  private String startTimes() {
    return servers.stream()
        .map(server ->
            inside(server, "docker inspect -f '{{.Id}} {{.State.StartedAt}}' $(docker ps -q)"))
        .collect(Collectors.joining());
  }

  /// Every command that only looks leaves all servers as they were.
  private void lookingChangesNothing() {
    String before = everythingOnTheServers();
    run("plan", "--out", folder.resolve("looked.json").toString(), "--secrets", lookedSecrets());
    run("apply", "--dry-run", "-y");
    List.of("plan", "status", "history", "lock show").forEach(this::run);
    assertUnchanged(before);
  }

  /// On empty servers `plan --out` saves secrets, which are not those of the cluster to come.
  private String lookedSecrets() {
    Path own = folder.resolve("inventory.secrets.yml");
    return (Files.exists(own) ? own : folder.resolve("looked.yml")).toString();
  }

  private void assertUnchanged(String before) {
    assertThat(changes(before, everythingOnTheServers())).isEmpty();
  }

  /// The lines that stand in one of both only: all of them fill a screen many times.
  private static List<String> changes(String before, String after) {
    List<String> gone = new ArrayList<>(before.lines().toList());
    List<String> come = new ArrayList<>(after.lines().toList());
    gone.removeAll(new HashSet<>(come));
    come.removeAll(before.lines().collect(Collectors.toSet()));
    gone.replaceAll("gone: "::concat);
    come.replaceAll("come: "::concat);
    gone.addAll(come);
    return gone;
  }

  private String everythingOnTheServers() {
    return servers.stream().map(this::everythingOn).collect(Collectors.joining());
  }

  /// Every file outside the databases' own with its rights, owner and time, the content of those
  /// that somebody could care for, all that the engine has, and what Citus knows of the nodes. Left
  /// out is what a login leaves behind (`/var/log`, sudo's time stamp, the message of the day), and
  /// what runc keeps for the moment of a health check.
  private String everythingOn(LabServer server) {
    return inside(
        server,
        """
        find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /var/log \
          -o -path /var/lib/docker -o -path /var/lib/containerd -o -path /var/lib/sudo \
          -o -name pgdata -o -name 'runc-process*' \\) -prune \
          -o \\( -type f -o -type l \\) -printf '%p %y %s %m %u:%g %T@ %l\\n' | sort
        find /run -xdev \\( -path /run/docker -o -path /run/containerd -o -path /run/sudo \
          -o -path '/run/user*' \\) -prune -o -type f ! -name utmp ! -name motd.dynamic -printf '%p %s %m %T@\\n' | sort
        find /opt /var/lib/citus-deploy /etc /home /root /tmp -mindepth 1 -xdev \\( -name pgdata \
          -o -name 'runc-process*' \\) -prune \
          -o -type d -printf '%p %m %u:%g %T@\\n' -o -type f -exec sha256sum {} + 2>&1 | sort
        docker ps -aq --no-trunc | xargs -r docker inspect -f '{{.Name}} {{.Id}} {{.State.StartedAt}}'
        docker images --no-trunc; docker volume ls; docker network ls --no-trunc
        for table in node authinfo node_metadata; do
          docker exec -u postgres lab-pg-c1 psql -XAtc "select * from pg_dist_$table" app 2>&1
        done
        """);
  }

  private String inside(LabServer server, String script) {
    return lab.inside(server, List.of("sh", "-c", script)).output();
  }
}
