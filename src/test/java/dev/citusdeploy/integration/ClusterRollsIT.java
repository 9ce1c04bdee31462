package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.JdbcProbe;
import dev.citusdeploy.integration.load.Outage;
import dev.citusdeploy.integration.load.WriteLoad;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What comes later in a cluster's life: runs side by side and cut off, changes under load,
/// settings of other origin, changes by hand.
final class ClusterRollsIT extends ClusterLab {
  ClusterRollsIT() {
    super(TestLabs::bestImage);
  }

  @Test
  void aSecondRunSeesWhoIsAtWorkAndAKilledRunIsFinishedByTheNext() throws Exception {
    deployed();
    String more = connections(+4);
    cluster.setting("max_connections", more);
    try (ChildProgram first =
        cluster.untilBegun(
            "pg-w1/recreate", () -> ChildProgram.start(cluster.words("apply", "-y")))) {
      Invocation second = run("apply", "-y");

      assertThat(second.exitCode()).as(second.everything()).isEqualTo(4);
      assertThat(second.err()).contains("[lock-held]", "has run “apply ", "lock release");
      assertThat(run("lock show").out())
          .contains("apply ")
          .containsPattern("pg-w1 .*\\d+\\.\\d+\\.\\d+\\.\\d+");
      assertThat(first.isAlive()).isTrue();
    }

    Invocation next = run("apply", "-y", "--lock-wait", "60");

    assertThat(next.exitCode()).as(next.everything()).isZero();
    assertThat(sql("show max_connections")).isEqualTo(more + "\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(run("history").out()).contains("cut off").contains("complete");
  }

  @Test
  void anotherWorkMemIsAReloadThatAnOpenTransactionLivesThrough() throws Exception {
    deployed();
    String before = startTimes();
    cluster.setting("work_mem", "24MB");
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
  void aRollStopsOneNodeAtATimeAndLosesNoAcknowledgedRow() throws Exception {
    deployed();
    sql("create table load (id bigint primary key, what text)");
    if (image.real()) {
      sql("select create_distributed_table('load', 'id')");
    }
    sql("grant select, insert on load to app");
    cluster.setting("shared_buffers", "96MB");
    try (WriteLoad load = new WriteLoad(clientUrl(), password(), "public.load")) {
      load.awaitMore(100);
      Instant begin = Instant.now();

      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out()).contains("3 restarts (pg-w1, pg-w2, pg-c1)");
      int written = load.rows();
      List<Outage> outages = outages(begin);
      load.awaitMore(100);
      load.stop();
      assertThat(load.lost("public.load")).isEmpty();
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
  @Tag("long")
  void whatServersSayOfTheirSettingsIsShownAndNotChanged() throws IOException {
    cluster.setting("max_connections", "370");
    deployed();
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
  @Tag("long")
  void aPreparedTransactionThatStaysStopsTheRollUntilItIsEnded() throws Exception {
    // The gate waits for twice the interval that the servers run with.
    cluster.setting("citus.recover_2pc_interval", "2s");
    deployed();
    if (image.real()) {
      sql("create table counted (id int)");
      sql("select create_distributed_table('counted', 'id')");
      sql("grant select on counted to app");
    }
    String more = connections(+5);
    cluster.setting("max_connections", more);
    administer(
        servers.get(1),
        "lab-pg-w1",
        "begin; create table public.mine (id int); prepare transaction 'citus_77_999_1_1'");
    try (Connection open = DriverManager.getConnection(clientUrl(), "app", password())) {
      String held = transactionOfCitus(open);
      administer(
          servers.get(2),
          "lab-pg-w2",
          "begin; create table public.held (id int); prepare transaction '" + held + "'");
      String before = startTimes();

      Invocation apply = run("apply", "-y");

      assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(1);
      assertThat(apply.err())
          .contains(
              "transactions-stay-prepared",
              "pg-w2: " + held,
              "not yet: pg-w1, pg-w2, pg-c1",
              "ROLLBACK PREPARED")
          .doesNotContain("citus_77");
      assertThat(startTimes()).isEqualTo(before);

      Invocation refused = run("apply", "-y");
      assertThat(refused.exitCode()).as(refused.everything()).isEqualTo(8);
      assertThat(refused.err()).contains("transactions-prepared", held);
      assertThat(refused.out()).contains("note: node pg-w1: a prepared transaction of a client");
      open.rollback();
      // Citus may be quicker than this.
      inside(
          servers.get(2),
          "docker exec -u postgres lab-pg-w2 psql -d app -c \"rollback prepared '" + held + "'\"");
    }
    Invocation again = run("apply", "-y");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertThat(sql("show max_connections")).isEqualTo(more + "\n");
    administer(servers.get(1), "lab-pg-w1", "rollback prepared 'citus_77_999_1_1'");
  }

  /// The name of a prepared transaction that Citus takes for one of a transaction that goes on, and
  /// so leaves alone. The rehearsal image leaves all of them alone.
  private String transactionOfCitus(Connection open) throws SQLException {
    open.setAutoCommit(false);
    if (!image.real()) {
      return "citus_0_1_1_1";
    }
    JdbcProbe.select(open, "select count(*) from public.counted");
    return JdbcProbe.select(
        open,
        "select format('citus_0_%s_%s_1', process_id, transaction_number)"
            + " from get_current_transaction_id()");
  }

  @Test
  @Tag("long")
  void fewerConnectionsReachTheCoordinatorFirst() throws IOException {
    deployed();
    String before = connections(0);
    String fewer = connections(-20);
    cluster.setting("max_connections", fewer);

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains(
            "after pg-c1, for max_connections falls to %s, and pg-c1 runs with %s"
                .formatted(fewer, before))
        .contains("3 restarts (pg-c1, pg-w1, pg-w2)");
    assertThat(sql("show max_connections")).isEqualTo(fewer + "\n");
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void whatSomebodyChangedByHandIsShownAndOnlyWrittenOverWhenSaidSo() throws IOException {
    deployed();
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
  @Tag("long")
  void aServerThatRunsWithAChangeByHandIsRestartedWithoutIt() throws IOException {
    deployed();
    LabServer worker = servers.get(1);
    // Times of files are recorded in whole seconds: the start is to be later for sure.
    inside(
        worker,
        """
        file=/opt/citus-deploy/lab/pg-w1/conf/current/postgresql.conf
        sed -i 's/^max_wal_senders = .*/max_wal_senders = 25/' $file
        until [ "$(date +%s)" -gt "$(($(stat -c %Y $file) + 1))" ]; do sleep 0.1; done
        docker restart lab-pg-w1
        """);
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
}
