package dev.citusdeploy.cli;

import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// Servers that stop answering in the middle of a step, and interrupts at each wait, on the newest
/// real Citus, else on the rehearsal image: every wait ends within the step's limit, names who does
/// not answer, and the same apply goes on afterwards. A container is paused to make its server
/// hang; where a statement must be under way at that moment, a lock holds it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HangingServersIT extends ClusterLab {
  /// All that was said, to be read.
  private static final Path TOLD = Path.of("target", "it", "hanging-servers.txt");

  private static final int LIMIT = 20;

  /// Of the program's own start, its look at the servers, and the wait for a lock, on a machine
  /// that is busy. Without limits these runs took 300 s, which is how long the locks are held.
  private static final int REST = 60;

  private String held = "none";

  HangingServersIT() {
    super(TestLabs.named("hanging"));
  }

  @Override
  DatabaseImage image(LabImages images) {
    return TestLabs.bestImage(images);
  }

  private LabServer coordinator() {
    return servers.get(0);
  }

  private LabServer first() {
    return servers.get(1);
  }

  private LabServer second() {
    return servers.get(2);
  }

  /// Whatever a test held, paused or put before the programs of a server.
  @AfterEach
  void letGo() {
    for (LabServer server : servers) {
      inside(
          server,
          """
          rm -f /usr/local/bin/docker
          docker unpause $(docker ps -q --filter status=paused) 2>/dev/null
          docker exec -u postgres %s psql -XAtqc "
            select pg_terminate_backend(pid, 5000) from pg_stat_activity
            where application_name = 'holder'" postgres
          docker exec -u postgres %s psql -XAtqc "rollback prepared '%s'" app 2>/dev/null
          """
              .formatted(container(server), container(server), held));
    }
  }

  private static String container(LabServer server) {
    return "lab-" + server.host();
  }

  @Test
  @Order(1)
  void aNodeThatHangsWhileConnectionsAreCheckedIsNamed() throws Exception {
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();

    // Registered anew, it is checked again.
    sql("select citus_remove_node('" + second().address() + "', 5432)");
    hold(second(), "lock table pg_extension in access exclusive mode");
    try (ChildProgram run = applying()) {
      run.await("waiting for the nodes to look at each other");
      pause(second());
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told())
          .contains("[node-silent]", "pg-w2 does not answer: its container is paused")
          .doesNotContain("pg-c1 does not answer", "pg-w1 does not answer", "open TCP port");
    }
    letGo();
    finish();
  }

  @Test
  @Tag("long")
  @Order(2)
  void anInterruptEndsTheCheckOfConnections() throws Exception {
    sql("select citus_remove_node('" + second().address() + "', 5432)");
    hold(second(), "lock table pg_extension in access exclusive mode");
    try (ChildProgram run = applying()) {
      run.await("waiting for the nodes to look at each other");
      run.signal("INT");
      assertThat(endOf(run)).as(run.told()).isEqualTo(130);
      assertThat(run.told())
          .contains("[interrupted]", "run the same command again")
          .contains("pg-w2 does not answer: its container is running")
          .doesNotContain("pg-c1 does not answer", "pg-w1 does not answer");
    }
    letGo();
    finish();
  }

  @Test
  @Order(3)
  void aCoordinatorThatHangsInACatalogStepIsNamed() throws Exception {
    role("one");
    hold(coordinator(), "lock table pg_authid in share row exclusive mode");
    try (ChildProgram run = begun("pg-c1/create-role/one")) {
      pause(coordinator());
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told())
          .contains("[node-silent]", "the coordinator pg-c1 does not answer SQL")
          .contains("node pg-c1", "docker ps -a", "docker restart lab-pg-c1");
    }
    letGo();
    finish();
  }

  @Test
  @Order(4)
  void aWorkerThatHangsInACatalogStepIsNamed() throws Exception {
    role("two");
    hold(first(), "lock table pg_authid in share row exclusive mode");
    try (ChildProgram run = begun("pg-c1/create-role/two")) {
      pause(first());
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told()).contains("[node-silent]", "pg-w1 does not answer SQL", "node pg-w1");
    }
    letGo();
    finish();
  }

  @Test
  @Order(5)
  void anInterruptEndsACatalogStepThatWaits() throws Exception {
    role("three");
    hold(first(), "lock table pg_authid in share row exclusive mode");
    Instant interrupted;
    try (ChildProgram run = begun("pg-c1/create-role/three")) {
      interrupted = Instant.now();
      run.signal("INT");
      assertThat(endOf(run)).as(run.told()).isEqualTo(130);
      assertThat(run.told()).contains("[interrupted]", "run the same command again");
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(LIMIT));
    letGo();
    finish();
  }

  @Test
  @Order(6)
  void anInterruptEndsTheWaitAtTheGate() throws Exception {
    settings("shared_buffers: 96MB");
    sql("create table counted (id int)");
    sql("select create_distributed_table('counted', 'id')");
    sql("grant select on counted to app");
    String before = startTimes();
    Instant interrupted;
    try (Connection open = DriverManager.getConnection(clientUrl(), "app", password())) {
      prepareTransaction(first(), open);
      try (ChildProgram run = applying()) {
        run.await("prepared transactions to end");
        interrupted = Instant.now();
        run.signal("INT");
        assertThat(endOf(run)).as(run.told()).isEqualTo(130);
        assertThat(run.told()).contains("[interrupted]", "not reached: the run was interrupted");
      }
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(LIMIT));
    assertThat(startTimes()).isEqualTo(before);
  }

  /// The files that the roll is about are written already.
  @Test
  @Order(7)
  void aCoordinatorThatHangsAtTheGateIsNamedAndNothingIsStopped() throws Exception {
    String before = startTimes();
    try (Connection open = DriverManager.getConnection(clientUrl(), "app", password())) {
      prepareTransaction(first(), open);
      try (ChildProgram run = applying()) {
        run.await("prepared transactions to end");
        pause(coordinator());
        assertThat(endOf(run)).as(run.told()).isEqualTo(1);
        assertThat(run.told()).contains("pg-c1", "does not answer");
      }
      letGo();
    }
    assertThat(startTimes()).isEqualTo(before);
    finish();
    assertThat(sql("show shared_buffers")).isEqualTo("96MB\n");
  }

  @Test
  @Tag("long")
  @Order(8)
  void aNodeThatHangsAfterItsStartStopsTheRollAndIsNamed() throws Exception {
    settings("shared_buffers: 104MB");
    String id = inside(first(), "docker inspect -f '{{.Id}}' lab-pg-w1").strip();
    String others = startTimes(coordinator()) + startTimes(second());
    pauseAfter(
        first(),
        "*' -e LOOK='*lab-pg-w1*",
        "[ \"$(/usr/bin/docker inspect -f '{{.Id}}' lab-pg-w1)\" != " + id + " ]");
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told())
          .contains("pg-w1")
          .containsPattern("- pg-c1: restart pg-c1 .*not reached");
    }
    assertThat(startTimes(coordinator()) + startTimes(second())).isEqualTo(others);
    finish();
    assertThat(sql("show shared_buffers")).isEqualTo("104MB\n");
  }

  @Test
  @Order(9)
  void aNodeThatHangsBeforeTheLastCheckIsNamed() throws Exception {
    reloading("work_mem: 9MB");
    pauseAfter(second(), "*'exec lab-pg-w2 sh '*'/reload.sh'*", "true");
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told())
          .contains("✗ pg-c1: verify the cluster", "pg-w2")
          .doesNotContain("pg-w1 cannot be asked", "node pg-w1 does not report");
    }
    finish();
  }

  @Test
  @Tag("long")
  @Order(10)
  void anInterruptEndsTheLastCheck() throws Exception {
    reloading("work_mem: 10MB");
    pauseAfter(second(), "*'exec lab-pg-w2 sh '*'/reload.sh'*", "true");
    Instant interrupted;
    try (ChildProgram run = applying()) {
      run.await("waiting for every node to reach every other one");
      interrupted = Instant.now();
      run.signal("INT");
      assertThat(endOf(run)).as(run.told()).isEqualTo(130);
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(LIMIT));
    finish();
  }

  /// An archive command that does not end keeps a server from stopping.
  @Test
  @Order(11)
  void aStopThatEndsInSigkillIsToldWhileItHappensAndAtTheEnd() throws Exception {
    String archiving = "archive_mode: on, archive_command: 'sleep 3600'";
    host("pg-w1", archiving);
    finish();
    inside(first(), "docker exec -u postgres lab-pg-w1 psql -XAtqc 'select pg_switch_wal()' app");
    host("pg-w1", archiving + ", shared_buffers: 88MB");
    try (ChildProgram run = applying("--step-timeout", "40")) {
      assertThat(endOf(run)).as(run.told()).isZero();
      assertThat(run.told())
          .containsPattern(
              "waiting for its server to stop: for \\d+ s so far; after \\d+ s it is killed")
          .containsPattern("pg-w1 did not stop within \\d+ s and was killed \\(SIGKILL\\)")
          .contains("archive_command");
    }
    host("pg-w1", "");
    Invocation apply = run("apply", "-y", "--step-timeout", "40");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    cluster.assertSound();
  }

  /// Until the version before, a server that recovered was given up after about 130 s.
  @Test
  @Tag("long")
  @Order(12)
  void aRecoveryThatTakesLongIsWaitedForAndTold() throws Exception {
    String stop = startupStopped();
    try (ChildProgram run = applying("--step-timeout", "400")) {
      run.await("its server to recover: no progress for");
      LockSupport.parkNanos(Duration.ofSeconds(150).toNanos());
      assertThat(run.isAlive()).as(run.told()).isTrue();
      inside(first(), "kill -CONT " + stop);
      assertThat(run.end()).as(run.told()).isZero();
    }
    cluster.assertSound();
  }

  @Test
  @Order(13)
  void aRecoveryThatStandsStillIsGivenUpAtTheLimitAndTheSameApplyGoesOn() throws Exception {
    String stopped = startupStopped();
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.told()).isEqualTo(1);
      assertThat(run.told())
          .contains("[node-recovers]", "its server to recover: ", "its last message: “startup");
    }
    inside(first(), "kill -CONT " + stopped);
    finish();
  }

  /// A server that crashed and whose recovery hangs; the number of its startup process.
  private String startupStopped() {
    sql("create table if not exists replayed (i int)");
    sql("insert into replayed select generate_series(1, 100000)");
    return inside(
            first(),
            """
            docker kill lab-pg-w1 >/dev/null
            docker start lab-pg-w1 >/dev/null
            for i in $(seq 2000); do
              pid=$(pgrep -f '^postgres: .*startup' | head -n 1)
              [ -z "$pid" ] || break
              sleep 0.005
            done
            kill -STOP "$pid" && echo "$pid"
            """)
        .strip();
  }

  private ChildProgram applying(String... options) throws IOException {
    String[] limits =
        options.length > 0 ? options : new String[] {"--step-timeout", Integer.toString(LIMIT)};
    String[] words = cluster.words("apply", "-y", "--lock-wait", "60");
    String[] all = new String[words.length + limits.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(limits, 0, all, words.length, limits.length);
    return ChildProgram.start(all);
  }

  /// An apply that is in the middle of a step, whose statement a lock holds.
  private ChildProgram begun(String step) throws Exception {
    ChildProgram run = cluster.untilBegun(step, this::applying);
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    return run;
  }

  /// Waits for its end, which the limit of a step brings about.
  private static int endOf(ChildProgram run) throws Exception {
    Instant from = Instant.now();
    int code = run.end();
    Files.writeString(
        TOLD, run.told() + "\nexit code " + code + "\n\n", CREATE, StandardOpenOption.APPEND);
    assertThat(Duration.between(from, Instant.now()))
        .as(run.told())
        .isLessThan(Duration.ofSeconds(2 * LIMIT + REST));
    return code;
  }

  /// The same apply goes on, with nothing done by hand but what a test names.
  private void finish() {
    Invocation apply = run("apply", "-y", "--lock-wait", "60");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    cluster.assertSound();
  }

  private void pause(LabServer server) {
    inside(server, "docker pause " + container(server));
  }

  /// Pauses a node's container once, as soon as a command of its engine has ended.
  ///
  /// @param command a pattern of the shell's `case` for the words of the command
  /// @param condition a command of the shell that must succeed then
  private void pauseAfter(LabServer server, String command, String condition) {
    inside(
        server,
        """
        cat >/usr/local/bin/docker <<'END'
        #!/bin/sh
        case "$*" in
        %s)
          /usr/bin/docker "$@" && CODE=0 || CODE=$?
          if %s; then
            rm -f /usr/local/bin/docker
            /usr/bin/docker pause %s >/dev/null 2>&1
          fi
          exit "$CODE"
          ;;
        esac
        exec /usr/bin/docker "$@"
        END
        chmod +x /usr/local/bin/docker
        """
            .formatted(command, condition, container(server)));
  }

  /// Holds a lock on a node, for much longer than any limit of these tests.
  private void hold(LabServer server, String lock) {
    inside(
        server,
        "docker exec -d -u postgres -e PGAPPNAME=holder "
            + container(server)
            + " psql -Xq -d app -c \"begin; "
            + lock
            + "; select pg_sleep(300)\"");
    waitFor(() ->
        inside(
                server,
                "docker exec -u postgres "
                    + container(server)
                    + " psql -XAtqc \"select wait_event from pg_stat_activity"
                    + " where application_name = 'holder'\" postgres")
            .contains("PgSleep"));
  }

  /// A prepared transaction that Citus takes for one of a client's transaction which goes on, and
  /// so leaves alone: the gate waits for it. The rehearsal image leaves all of them alone.
  private void prepareTransaction(LabServer server, Connection client) throws SQLException {
    held = "citus_0_1_1_1";
    client.setAutoCommit(false);
    if (image.real()) {
      JdbcProbe.select(client, "select count(*) from public.counted");
      held =
          JdbcProbe.select(
              client,
              "select format('citus_0_%s_%s_1', process_id, transaction_number)"
                  + " from get_current_transaction_id()");
    }
    inside(
        server,
        "docker exec -u postgres "
            + container(server)
            + " psql -XAtq -d app -c 'begin' -c 'select pg_advisory_xact_lock(1)' -c \"prepare transaction '"
            + held
            + "'\"");
  }

  private String startTimes(LabServer server) {
    return inside(server, "docker inspect -f '{{.Id}} {{.State.StartedAt}}' " + container(server));
  }

  /// Lets the inventory ask for a setting that needs no restart, on a cluster whose other settings
  /// are those of whichever tests have run before.
  private void reloading(String wanted) throws IOException {
    settings("shared_buffers: " + sql("show shared_buffers").strip() + ", " + wanted);
    Invocation plan = run("plan");
    assertThat(plan.out()).as(plan.everything()).contains("3 reloads");
  }

  /// Lets the inventory ask for certain settings, and for no others.
  private void settings(String wanted) throws IOException {
    String text = Files.readString(cluster.inventory()).replaceAll("(?m)^postgres: .*\n", "");
    Files.writeString(
        cluster.inventory(),
        wanted.isEmpty()
            ? text
            : text.replace("hosts:\n", "postgres: { settings: { " + wanted + " } }\nhosts:\n"));
  }

  /// Lets the inventory ask for settings of one host only.
  private void host(String host, String wanted) throws IOException {
    String text =
        Files.readString(cluster.inventory())
            .replaceAll("(?m)^( +" + host + ": \\{) settings: \\{[^}]*\\},", "$1");
    Files.writeString(
        cluster.inventory(),
        wanted.isEmpty()
            ? text
            : text.replaceAll("(?m)^( +" + host + ": \\{)", "$1 settings: { " + wanted + " },"));
  }

  /// Adds a client role to the inventory.
  private void role(String name) throws IOException {
    edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: " + name + " }\n");
  }

  private static void waitFor(BooleanSupplier what) {
    for (int attempt = 0; attempt < 60 && !what.getAsBoolean(); attempt++) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    assertThat(what.getAsBoolean()).isTrue();
  }
}
