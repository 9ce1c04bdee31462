package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Changes of what the program looks at the cluster by (port, network, metadata, roles), on the
/// newest real Citus, else on the rehearsal image. What is wrong is seen, and every remedy
/// followed.
final class FittingFactsIT extends ClusterLab {
  private static final String ROWS =
      "select nodeid, groupid, nodeport from pg_dist_node order by nodeid";
  private String inventory = "";

  FittingFactsIT() {
    super(TestLabs::bestImage);
  }

  /// A cluster with a distributed and a reference table, as far as the image shards.
  @BeforeEach
  void cluster() throws IOException {
    inventory = Files.readString(cluster.inventory());
    deployed();
    if (!sql("select count(*) from kept").equals("200\n")) {
      sql("drop table if exists kept, codes");
      sql("create table kept (id int primary key)");
      sql("create table codes (code text primary key)");
      if (image.real()) {
        sql("select create_distributed_table('kept', 'id')");
        sql("select create_reference_table('codes')");
      }
      sql("insert into kept select generate_series(1, 200)");
      sql("insert into codes values ('de'), ('fr')");
    }
  }

  @AfterEach
  void putTheInventoryBack() throws IOException {
    Files.writeString(cluster.inventory(), inventory);
  }

  @Test
  @Tag("long")
  void aChangedNetworkRollsThroughAndBack() throws IOException {
    String rows = sql(ROWS);
    edit("network: host", "network: bridge");
    rolls();
    assertThat(sql(ROWS)).isEqualTo(rows);

    edit("network: bridge", "network: host");
    Invocation plan = run("plan");
    assertThat(plan.exitCode()).as(plan.everything()).isZero();
    assertThat(plan.out())
        .contains("3 restarts (pg-w1, pg-w2, pg-c1)")
        .doesNotContain("register worker", "the catalog could not be read");
    rolls();
    assertThat(sql(ROWS)).isEqualTo(rows);
    keepsEverything();
  }

  @Test
  @Tag("long")
  void aChangedPortMovesEveryNodeAndRegistersNone() throws IOException {
    String rows = sql(ROWS);
    edit("hosts:\n", "postgres: { port: 6543 }\nhosts:\n");
    Invocation plan = run("plan");
    assertThat(plan.out())
        .contains("change the address of node ", "its port changes from 5432 to 6543")
        .doesNotContain("register worker");
    rolls();
    assertThat(sql(ROWS)).isEqualTo(rows.replace("5432", "6543"));
    keepsEverything();

    // Port and network at once, and back.
    edit("port: 6543", "port: 5432");
    edit("network: host", "network: bridge");
    rolls();
    edit("network: bridge", "network: host");
    rolls();
    assertThat(sql(ROWS)).isEqualTo(rows);
    keepsEverything();
  }

  @Test
  void anExtensionThatWasDroppedAndMadeAgainIsSeenAndSynced() {
    LabServer worker = servers.get(2);
    dropExtension();
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    assertThat(words(status))
        .contains("node pg-w2 does not know that it is a node of this cluster")
        .contains("[metadata-differs]", "start_metadata_sync_to_node(");
    followed(status, "start_metadata_sync_to_node");
    apply();
    assertThat(run("status").exitCode()).isZero();

    dropExtension();
    Invocation plan = run("plan", "--exit-code");
    assertThat(plan.exitCode()).as(plan.everything()).isEqualTo(6);
    assertThat(plan.out()).contains("sync metadata to ");
    apply();
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(on(worker, "lab-pg-w2", "select groupid from pg_dist_local_group"))
        .isEqualTo(group(worker));
    keepsEverything();
  }

  @Test
  void aRowThatWasTakenAwayIsPutBackWithItsGroup() {
    sql("delete from pg_dist_node where groupid = 2");
    if (!image.real()) {
      apply();
      return;
    }
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply))
        .contains("[metadata-unclear]", "are in group 2, which no node has", "INSERT INTO");
    assertThat(words(run("status"))).contains("[placements-of-no-node]");
    followed(apply, "INSERT INTO pg_dist_node");
    apply();
    assertThat(run("status").exitCode()).isZero();
    keepsEverything();
  }

  @Test
  void aWorkerThatStartsAnewIsLedBackAndWhatIsLostIsReported() {
    LabServer worker = servers.get(1);
    inside(worker, "docker rm -f lab-pg-w1; rm -rf /var/lib/citus-deploy/lab/pg-w1");
    Invocation plan = run("plan", "--new-data", "pg-w1");
    assertThat(plan.exitCode()).as(plan.everything()).isZero();
    if (image.real()) {
      assertThat(words(plan)).contains("node pg-w1: 16 shards are on no other node", "16 of 32");
    }
    assertThat(words(plan))
        .contains("sync metadata to " + worker.address() + ":5432", "point of no return");

    Invocation apply = run("apply", "-y", "--new-data", "pg-w1");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    Invocation status = run("status");
    if (image.real()) {
      assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
      assertThat(words(status)).contains("node pg-w1 lacks 16 of its shards", "[shards-missing]");
      assertThat(sql("select count(*) from codes")).isEqualTo("2\n");
      assertThat(on(worker, "lab-pg-w1", "select count(*) from public.codes")).isEqualTo("2\n");
      sql("drop table kept");
      sql("create table kept (id int primary key)");
      sql("select create_distributed_table('kept', 'id')");
      sql("insert into kept select generate_series(1, 200)");
    }
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void rightsThatWereTakenFromARoleAreGivenBack() throws IOException {
    for (String statement :
        new String[] {
          "alter role app nologin",
          "revoke create on schema app from app",
          "revoke connect on database app from public, app"
        }) {
      sql(statement);
      Invocation plan = run("plan", "--exit-code");
      assertThat(plan.exitCode()).as(statement + plan.everything()).isEqualTo(6);
      assertThat(plan.out()).contains("alter role app");
      apply();
      assertThat(run("plan", "--exit-code").exitCode()).as(statement).isZero();
    }
    sql("grant connect on database app to public");

    on(
        servers.get(1),
        "lab-pg-w1",
        "set citus.enable_ddl_propagation to off; alter role app nologin");
    assertThat(run("plan").out()).contains("it cannot log in or connect on pg-w1");
    apply();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
  }

  @Test
  void aClientThatWasTakenOutIsReportedAndCanBeClosed() throws IOException {
    edit("hosts:\n", "  - { from: 192.0.2.0/24, database: app, role: report }\nhosts:\n");
    apply();
    Files.writeString(cluster.inventory(), inventory);
    Invocation plan = run("plan", "--exit-code");
    assertThat(plan.exitCode()).isEqualTo(6);
    assertThat(words(plan))
        .contains("pg_hba.conf changed")
        .contains("role report has a password and is not under `clients`");
    apply();
    assertThat(words(run("status"))).contains("role report has a password");
    sql("alter role report nologin");
    assertThat(words(run("status"))).doesNotContain("role report");
    sql("drop owned by report");
    sql("drop role report");
  }

  @Test
  void aProgramOnANodesOwnServerLogsInByPasswordAndMovesItsShards() throws IOException {
    LabServer server = servers.getFirst();
    assertThat(local(server, "select 1"))
        .contains("connection requires a valid client certificate");
    edit("hosts:\n", "  - { from: local, database: app, role: app }\nhosts:\n");
    String started = startTimes();
    apply();
    assertThat(startTimes()).isEqualTo(started);

    assertThat(local(server, "select 41 + 1")).contains("42");
    assertThat(local(servers.get(1), "select 41 + 1")).contains("42");
    if (image.real()) {
      local(server, "create table mine (id int primary key)");
      local(server, "select create_distributed_table('mine', 'id', colocate_with => 'none')");
      local(server, "insert into mine select generate_series(1, 100)");
      String move =
          "select citus_move_shard_placement(shardid, nodeid, (select nodeid from pg_dist_node"
              + " where groupid = 2), 'block_writes') from pg_dist_placement join pg_dist_shard"
              + " using (shardid) join pg_dist_node using (groupid) where logicalrelid ="
              + " 'app.mine'::regclass and groupid = 1 order by shardid limit 1";
      assertThat(local(server, move)).doesNotContain("ERROR");
      assertThat(local(server, "select count(*) from mine")).contains("100");
      local(server, "drop table mine");
    }
    assertThat(run("status").exitCode()).isZero();
  }

  /// Citus syncs each node the group of the row at its address, so that only the shards tell.
  @Test
  void swappedAddressesAreNoLossAndThePrintedStatementsPutThemBack() {
    if (!image.real()) {
      return;
    }
    String rows = sql(ROWS);
    String first = servers.get(1).address();
    String second = servers.get(2).address();
    String one = sql("select nodeid from pg_dist_node where groupid = 1").strip();
    String two = sql("select nodeid from pg_dist_node where groupid = 2").strip();
    sql("select citus_update_node(%s, '%s', 1)".formatted(one, first));
    sql("select citus_update_node(%s, '%s', 5432)".formatted(two, first));
    sql("select citus_update_node(%s, '%s', 5432)".formatted(one, second));
    awaitSynced();

    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
    assertThat(words(status))
        .contains("[node-of-other-group]", "no data is lost", "drop no table")
        .contains("node pg-w1 holds the data of group", "node pg-w2 holds the data of group")
        .doesNotContain("[shards-missing]");
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(8);
    assertThat(words(apply)).contains("[metadata-unclear]");

    followed(status, "citus_update_node");
    awaitSynced();
    apply();
    assertThat(run("status").exitCode()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    assertThat(sql(ROWS)).isEqualTo(rows);
    keepsEverything();
  }

  /// The maintenance daemon syncs nodes a moment after their rows have changed.
  private void awaitSynced() {
    Await.until(
        "the nodes are synced",
        () -> sql("select bool_and(metadatasynced) from pg_dist_node").equals("t\n"));
  }

  /// As the coordinator knows it.
  private String group(LabServer server) {
    return sql("select groupid from pg_dist_node where nodename = '" + server.address() + "'");
  }

  /// As a program on the server itself does it, whatever database driver it has.
  private String local(LabServer server, String statement) {
    return inside(
        server,
        "docker exec -e PGPASSWORD='"
            + password()
            + "' $(docker ps -q) psql -XAt 'host=127.0.0.1 dbname=app user=app sslmode=require' -c \""
            + statement
            + "\" 2>&1 </dev/null");
  }

  private void dropExtension() {
    inside(
        servers.get(2),
        "docker exec -u postgres lab-pg-w2 psql -Xq -d app -c 'drop extension citus cascade'"
            + " -c 'create extension citus' 2>&1");
  }

  private void keepsEverything() {
    assertThat(sql("select count(*) from kept")).isEqualTo("200\n");
    assertThat(sql("select count(*) from codes")).isEqualTo("2\n");
    if (image.real()) {
      assertThat(on(servers.get(2), "lab-pg-w2", "select count(*) from public.kept"))
          .isEqualTo("200\n");
    }
  }

  private String on(LabServer server, String container, String statement) {
    return inside(
        server,
        "docker exec -u postgres "
            + container
            + " psql -XAtq -d app -c \""
            + statement
            + "\" 2>&1");
  }

  /// Runs the command of a message on the coordinator's server, as a person would.
  private void followed(Invocation result, String part) {
    String line =
        result
            .everything()
            .lines()
            .filter(it -> it.contains("ssh ") && it.contains(part))
            .findFirst()
            .orElseThrow()
            .strip();
    String output = inside(servers.getFirst(), "sh -c " + line.substring(line.indexOf('\'')));
    assertThat(output).doesNotContain("ERROR");
  }

  private void rolls() {
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(run("plan", "--exit-code").exitCode()).isZero();
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
  }

  private void apply() {
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// What a person reads, without the breaks of lines.
  private static String words(Invocation result) {
    return result.everything().replaceAll("\\s+", " ");
  }
}
