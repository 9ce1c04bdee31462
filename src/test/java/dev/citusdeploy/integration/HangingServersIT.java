package dev.citusdeploy.integration;

import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.JdbcProbe;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Servers that stop answering in the middle of a step, and interrupts at each wait, on the newest
/// real Citus, else on the rehearsal image: every wait ends within the step's limit, names who does
/// not answer, and the same apply goes on afterwards. A container is paused to make its server
/// hang; where a statement must be under way at that moment, a lock holds it, and the pause waits
/// until it does.
@Tag("long")
final class HangingServersIT extends ClusterLab {
  /// All that was said, to be read.
  private static final Path TOLD = Path.of("target", "it", "hanging-servers.txt");

  /// Of a step, in seconds, on a machine that is quick enough for it.
  private static final int LEAST_LIMIT = 20;

  private static final String WAITING = "select count(*) > 0 from pg_locks where not granted";

  /// Of the program's own start, its look at the servers, and the wait for a lock, on a machine
  /// that is busy.
  private static final int REST = 60;

  /// For how long a lock is held, in seconds: much longer than any limit.
  private static final int HELD = 3000;

  private int limit = LEAST_LIMIT;
  private String held = "none";

  HangingServersIT() {
    super(TestLabs::bestImage);
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

  /// A cluster with a table. On a machine where a look takes long, so does everything of a step
  /// that is no wait.
  @BeforeEach
  void cluster() throws IOException {
    deployed();
    sql("create table if not exists counted (id int)");
    sql("select create_distributed_table('counted', 'id')");
    sql("grant select on counted to app");
    Instant begin = Instant.now();
    run("status");
    limit = Math.max(LEAST_LIMIT, 8 * (int) Duration.between(begin, Instant.now()).toSeconds());
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

  /// Registered anew, it is checked again. Citus keeps a node that has shards.
  private void unregisterSecond() {
    sql("drop table counted");
    sql("select citus_remove_node('" + second().address() + "', 5432)");
    assertThat(sql("select count(*) from pg_dist_node")).isEqualTo("2\n");
  }

  @Test
  void aNodeThatHangsWhileConnectionsAreCheckedIsNamed() throws Exception {
    unregisterSecond();
    holdWhileItIsChecked(second(), true);
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output())
          .contains("[node-silent]", "pg-w2 does not answer: its container is paused")
          .doesNotContain("pg-c1 does not answer", "pg-w1 does not answer", "open TCP port");
    }
    letGo();
    finish();
  }

  @Test
  void anInterruptEndsTheCheckOfConnections() throws Exception {
    unregisterSecond();
    holdWhileItIsChecked(second(), false);
    try (ChildProgram run = applying()) {
      run.await("waiting for the nodes to connect to each other");
      run.signal("INT");
      assertThat(endOf(run)).as(run.output()).isEqualTo(130);
      assertThat(run.output())
          .contains("[interrupted]", "run the same command again")
          .contains("pg-w2 does not answer: its container is running")
          .doesNotContain("pg-c1 does not answer", "pg-w1 does not answer");
    }
    letGo();
    finish();
  }

  @Test
  void aCoordinatorThatHangsInACatalogStepIsNamed() throws Exception {
    role("one");
    hold(coordinator(), "lock table pg_authid in share row exclusive mode");
    try (ChildProgram run = waiting(coordinator())) {
      pause(coordinator());
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output())
          .contains("[node-silent]", "the coordinator pg-c1 does not answer SQL")
          .contains("node pg-c1", "docker ps -a", "docker restart lab-pg-c1");
    }
    letGo();
    finish();
  }

  @Test
  void aWorkerThatHangsInACatalogStepIsNamed() throws Exception {
    role("two");
    hold(first(), "lock table pg_authid in share row exclusive mode");
    try (ChildProgram run = waiting(first())) {
      pause(first());
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output()).contains("[node-silent]", "pg-w1 does not answer SQL", "node pg-w1");
    }
    letGo();
    finish();
  }

  @Test
  void anInterruptEndsACatalogStepThatWaits() throws Exception {
    role("three");
    hold(first(), "lock table pg_authid in share row exclusive mode");
    Instant interrupted;
    try (ChildProgram run = waiting(first())) {
      interrupted = Instant.now();
      run.signal("INT");
      assertThat(endOf(run)).as(run.output()).isEqualTo(130);
      assertThat(run.output()).contains("[interrupted]", "run the same command again");
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(limit));
    letGo();
    finish();
  }

  @Test
  void anInterruptEndsTheWaitAtTheGate() throws Exception {
    cluster.settings("shared_buffers: 96MB");
    String before = startTimes();
    Instant interrupted;
    try (Connection open = DriverManager.getConnection(clientUrl(), "app", password())) {
      prepareTransaction(first(), open);
      try (ChildProgram run = applying()) {
        run.await("prepared transactions to end");
        interrupted = Instant.now();
        run.signal("INT");
        assertThat(endOf(run)).as(run.output()).isEqualTo(130);
        assertThat(run.output()).contains("[interrupted]", "not reached: the run was interrupted");
      }
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(limit));
    assertThat(startTimes()).isEqualTo(before);
  }

  @Test
  void aCoordinatorThatHangsAtTheGateIsNamedAndNothingIsStopped() throws Exception {
    cluster.settings("shared_buffers: 100MB");
    String before = startTimes();
    try (Connection open = DriverManager.getConnection(clientUrl(), "app", password())) {
      prepareTransaction(first(), open);
      try (ChildProgram run = applying()) {
        run.await("prepared transactions to end");
        pause(coordinator());
        assertThat(endOf(run)).as(run.output()).isEqualTo(1);
        assertThat(run.output()).contains("pg-c1", "does not answer");
      }
      letGo();
    }
    assertThat(startTimes()).isEqualTo(before);
    finish();
    assertThat(sql("show shared_buffers")).isEqualTo("100MB\n");
  }

  @Test
  void aNodeThatHangsAfterItsStartStopsTheRollAndIsNamed() throws Exception {
    cluster.settings("shared_buffers: 104MB");
    String id = inside(first(), "docker inspect -f '{{.Id}}' lab-pg-w1").strip();
    String others = startTimes(coordinator()) + startTimes(second());
    pauseAfter(
        first(),
        "*' -e LOOK='*lab-pg-w1*",
        "[ \"$(/usr/bin/docker inspect -f '{{.Id}}' lab-pg-w1)\" != " + id + " ]");
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output())
          .contains("pg-w1")
          .containsPattern("- pg-c1: restart pg-c1 .*not reached");
    }
    assertThat(startTimes(coordinator()) + startTimes(second())).isEqualTo(others);
    finish();
    assertThat(sql("show shared_buffers")).isEqualTo("104MB\n");
  }

  @Test
  void aNodeThatHangsBeforeTheLastCheckIsNamed() throws Exception {
    reloading("9MB");
    pauseAfter(second(), "*'exec lab-pg-w2 sh '*'/reload.sh'*", "true");
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output())
          .contains("✗ pg-c1: verify the cluster", "pg-w2")
          .doesNotContain("pg-w1 cannot be asked", "node pg-w1 does not report");
    }
    finish();
  }

  @Test
  void anInterruptEndsTheLastCheck() throws Exception {
    reloading("10MB");
    pauseAfter(second(), "*'exec lab-pg-w2 sh '*'/reload.sh'*", "true");
    Instant interrupted;
    try (ChildProgram run = applying()) {
      run.await("waiting for every node to reach every other one");
      interrupted = Instant.now();
      run.signal("INT");
      assertThat(endOf(run)).as(run.output()).isEqualTo(130);
    }
    assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(limit));
    finish();
  }

  /// An archive command that does not end keeps a server from stopping.
  @Test
  void aStopThatEndsInSigkillIsReportedWhileItHappensAndAtTheEnd() throws Exception {
    String archiving = "archive_mode: on, archive_command: 'sleep 3600'";
    host("pg-w1", archiving);
    finish();
    inside(first(), "docker exec -u postgres lab-pg-w1 psql -XAtqc 'select pg_switch_wal()' app");
    host("pg-w1", archiving + ", shared_buffers: 88MB");
    try (ChildProgram run = applying("--step-timeout", "40")) {
      assertThat(endOf(run)).as(run.output()).isZero();
      assertThat(run.output())
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
  void aRecoveryThatTakesLongIsWaitedForAndReported() throws Exception {
    String stop = startupStopped();
    try (ChildProgram run = applying("--step-timeout", "400")) {
      run.awaitPattern("its server to recover: no progress for (1[5-9]|[2-9]\\d)\\d s");
      inside(first(), "kill -CONT " + stop);
      assertThat(run.end()).as(run.output()).isZero();
    }
    cluster.assertSound();
  }

  @Test
  void aRecoveryThatStandsStillIsGivenUpAtTheLimitAndTheSameApplyGoesOn() throws Exception {
    String stopped = startupStopped();
    try (ChildProgram run = applying()) {
      assertThat(endOf(run)).as(run.output()).isEqualTo(1);
      assertThat(run.output())
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
        options.length > 0 ? options : new String[] {"--step-timeout", Integer.toString(limit)};
    String[] words = cluster.words("apply", "-y", "--lock-wait", "60");
    String[] all = new String[words.length + limits.length];
    System.arraycopy(words, 0, all, 0, words.length);
    System.arraycopy(limits, 0, all, words.length, limits.length);
    return ChildProgram.start(all);
  }

  /// An apply whose statement waits for a lock that is held on a server.
  private ChildProgram waiting(LabServer server) throws Exception {
    ChildProgram run = applying();
    Await.until(
        "a statement that waits", () -> !run.isAlive() || query(server, WAITING).equals("t\n"));
    if (!run.isAlive()) {
      throw new AssertionError("it ended with " + run.end() + ":\n" + run.output());
    }
    return run;
  }

  /// Asked in another database than the one where locks are held.
  private String query(LabServer server, String statement) {
    return inside(
        server,
        "docker exec -u postgres "
            + container(server)
            + " psql -XAtqc \""
            + statement
            + "\" postgres");
  }

  /// Waits for its end, which the limit of a step brings about.
  private int endOf(ChildProgram run) throws Exception {
    Instant from = Instant.now();
    int code = run.end();
    Files.writeString(
        TOLD, run.output() + "\nexit code " + code + "\n\n", CREATE, StandardOpenOption.APPEND);
    assertThat(Duration.between(from, Instant.now()))
        .as(run.output())
        .isLessThan(Duration.ofSeconds(2 * limit + REST));
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

  /// Lets what the check of connections asks a node wait for a lock, which is not held before: the
  /// node's health is asked in the same way.
  ///
  /// @param pause whether the node's container is paused as soon as it waits
  private void holdWhileItIsChecked(LabServer server, boolean pause) {
    String psql = "/usr/bin/docker exec -u postgres %s psql -XAtqc".formatted(container(server));
    inside(
        server,
        """
        cat >/usr/local/bin/docker <<'END'
        #!/bin/sh
        until_so() {
          until [ "$(%1$s "$1" postgres </dev/null)" = t ]; do sleep 0.1; done
        }
        case "$*" in
        *'-e NODE='*)
          rm -f /usr/local/bin/docker
          /usr/bin/docker exec -d -u postgres -e PGAPPNAME=holder %2$s psql -Xq -d app -c '
            begin; lock table pg_extension in access exclusive mode; select pg_sleep(%3$d)'
          until_so "select count(*) > 0 from pg_stat_activity
            where application_name = 'holder' and wait_event = 'PgSleep'"
          { until_so "%4$s"; %5$s; } </dev/null >/dev/null 2>&1 &
          ;;
        esac
        exec /usr/bin/docker "$@"
        END
        chmod +x /usr/local/bin/docker
        """
            .formatted(
                psql,
                container(server),
                HELD,
                WAITING,
                pause ? "/usr/bin/docker pause " + container(server) : "true"));
  }

  /// Holds a lock on a node, for much longer than any limit of these tests.
  private void hold(LabServer server, String lock) {
    inside(
        server,
        "docker exec -d -u postgres -e PGAPPNAME=holder "
            + container(server)
            + " psql -Xq -d app -c \"begin; "
            + lock
            + "; select pg_sleep("
            + HELD
            + ")\"");
    Await.until(
        "the lock",
        () ->
            query(
                    server,
                    "select wait_event from pg_stat_activity where application_name = 'holder'")
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

  /// Lets the inventory ask for a setting that needs no restart.
  private void reloading(String wanted) throws IOException {
    cluster.setting("work_mem", wanted);
    Invocation plan = run("plan");
    assertThat(plan.out()).as(plan.everything()).contains("3 reloads");
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
}
