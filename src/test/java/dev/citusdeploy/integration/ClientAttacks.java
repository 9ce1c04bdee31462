package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.catalog.jdbc.ShadowedNames;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.integration.load.JdbcProbe;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a client with a password must not be able to do: become superuser, act as another client,
/// or keep the cluster from being cared for.
abstract class ClientAttacks extends ClusterLab {
  private static final String ALL_ROLES =
      "select string_agg(rolname, ',') from pg_roles where rolsuper";

  /// @param image which it takes place with
  ClientAttacks(Function<LabImages, DatabaseImage> image) {
    super(image);
  }

  /// A cluster of two clients, one of which has a table.
  @BeforeEach
  void cluster() throws IOException, SQLException {
    List<String> lines = Files.readAllLines(cluster.inventory());
    if (lines.stream().noneMatch(line -> line.endsWith("role: report }"))) {
      String app =
          lines.stream().filter(line -> line.endsWith("role: app }")).findFirst().orElseThrow();
      edit(app, app + "\n" + app.replace("role: app", "role: report"));
    }
    cluster.setting("max_connections", "48");
    deployed();
    try (Connection app = client("app", 0)) {
      if (JdbcProbe.select(app, "select to_regclass('orders') is null").equals("f")) {
        return;
      }
      execute(app, "create table orders (id bigint primary key, what text)");
      if (image.real()) {
        execute(app, "select create_distributed_table('orders', 'id')");
      }
      execute(app, "insert into orders select i, 'x' from generate_series(1, 1000) i");
    }
  }

  @Test
  void aNewcomersTablesAreMadeInTheRolesOwnSchema() throws Exception {
    try (Connection app = client("app", 0)) {
      assertThat(JdbcProbe.select(app, "select 'orders'::regclass::oid = 'app.orders'::regclass"))
          .isEqualTo("t");
      assertThat(failure(app, "create table public.orders (id int)"))
          .contains("permission denied for schema public");
      assertThat(failure(app, "create function public.f() returns int language sql return 1"))
          .contains("permission denied for schema public");
      assertThat(failure(app, "create table report.orders (id int)"))
          .contains("permission denied for schema report");
    }
  }

  /// What Citus offers to those who own tables works for a client that cannot call the functions
  /// behind it.
  @Test
  @Tag("long")
  void aClientStillDoesWhatCitusOffersToOwnersOfTables() throws Exception {
    if (!image.real()) {
      return;
    }
    try (Connection app = client("app", 0)) {
      for (String statement :
          List.of(
              "create table kinds (kind int primary key)",
              "select create_reference_table('kinds')",
              "create table parts (id bigint, day date, kind int references kinds)"
                  + " partition by range (day)",
              "create table parts_1 partition of parts"
                  + " for values from ('2026-01-01') to ('2027-01-01')",
              "select create_distributed_table('parts', 'id', colocate_with => 'none')",
              "create index on parts (day)",
              "insert into kinds values (1)",
              "insert into parts select i, '2026-06-01', 1 from generate_series(1, 100) i",
              "create type mood as enum ('good', 'bad')",
              "create function twice(i int) returns int language sql immutable return 2 * i",
              "create view seen as select * from orders",
              "alter table orders add column how mood",
              "create table gone as select 1 as id",
              "select create_distributed_table('gone', 'id', colocate_with => 'none')",
              "select undistribute_table('gone')",
              "drop table gone",
              move("block_writes"),
              move("force_logical"),
              "select citus_rebalance_start('by_shard_count')",
              "select citus_rebalance_wait()")) {
        execute(app, statement);
      }
      assertThat(JdbcProbe.select(app, "select count(*) from parts")).isEqualTo("100");
      assertThat(JdbcProbe.select(app, "select count(*) from orders")).isEqualTo("1000");
    }
  }

  /// Moves a shard of the parts to the worker that does not have it.
  private static String move(String mode) {
    return """
    select citus_move_shard_placement(shard.shardid, here.nodename, here.nodeport,
      there.nodename, there.nodeport, '%s')
    from (select min(shardid) as shardid from pg_dist_shard
      where logicalrelid = 'parts'::regclass) as shard
    join pg_dist_shard_placement as here using (shardid)
    join pg_dist_node as there on there.groupid > 0 and there.nodename <> here.nodename
    """
        .formatted(mode);
  }

  /// With the first a client made Citus copy a table over a superuser's connection; with the second
  /// it kept its old password on the workers.
  @Test
  void aSessionThatCallsItselfInternalExecutesNoInternalFunction() throws Exception {
    if (!image.real()) {
      return;
    }
    try (Connection app = internal(0)) {
      assertThat(failure(app, "select citus_internal.delete_placement_metadata(1)"))
          .contains("permission denied for function delete_placement_metadata");
      assertThat(failure(app, "select pg_catalog.citus_internal_delete_placement_metadata(1)"))
          .containsAnyOf("permission denied for function", "does not exist");
      assertThat(failure(app, "select citus_internal.add_tenant_schema('report'::regnamespace, 1)"))
          .contains("permission denied for function add_tenant_schema");
    }
    for (int server = 0; server < 3; server++) {
      try (Connection app = internal(server)) {
        assertThat(
                failure(
                    app,
                    "select citus_unmark_object_distributed("
                        + "'pg_authid'::regclass, 'report'::regrole, 0, false)"))
            .contains("permission denied for function citus_unmark_object_distributed");
      }
    }
  }

  @Test
  void aFunctionOfOneClientIsNotCalledByAnother() throws Exception {
    try (Connection app = client("app", 0);
        Connection report = client("report", 0)) {
      execute(
          app,
          "create function lower(varchar) returns text language sql return 'taken'; grant usage on"
              + " schema app to report");
      assertThat(JdbcProbe.select(app, "select lower('A'::varchar)")).isEqualTo("taken");
      assertThat(JdbcProbe.select(report, "select lower('A'::varchar)")).isEqualTo("a");
    }
  }

  /// Here the superuser's search path is what an attacker could wish for at best. Neither a look,
  /// nor a reload, nor a restart, nor the health check may call a name in it.
  @Test
  void nothingThatTheProgramRunsAsSuperuserCallsWhatShadowsABuiltInName() throws Exception {
    for (LabServer server : servers) {
      superuser(server, ShadowedNames.SQL);
      superuser(server, ShadowedNames.firstInPath("app"));
      assertThat(superuser(server, "select lower('A')")).contains("a name in shadow was called");
    }
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
    assertThat(status.out()).contains("node pg-w2: a client could reach a superuser's rights");
    cluster.setting("work_mem", "9MB");

    Invocation apply = run("apply", "-y");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 reloads", "restrict client roles");
    for (LabServer server : servers) {
      assertThat(superuser(server, "show search_path")).isEqualTo("pg_catalog, pg_temp\n");
      superuser(server, ShadowedNames.firstInPath("app"));
    }
    cluster.setting("shared_buffers", "24MB");
    Invocation roll = run("apply", "-y");
    assertThat(roll.exitCode()).as(roll.everything()).isZero();
    assertThat(roll.out()).contains("3 restarts");
    servers.forEach(server -> superuser(server, "drop schema shadow cascade"));
    assertThat(run("status").out()).doesNotContain("could reach");
  }

  @Test
  void clientsThatTakeAllConnectionsNeitherBlindStatusNorStopARoll() throws Exception {
    List<Connection> open = new ArrayList<>();
    try {
      for (int server = 0; server < 3; server++) {
        assertThat(fill(open, server)).contains("reserved for roles with the SUPERUSER attribute");
      }
      // 48, of which a quarter is reserved.
      assertThat(open).hasSizeBetween(3 * 30, 3 * 36);
      Invocation status = run("status");
      assertThat(status.exitCode()).as(status.everything()).isZero();
      cluster.setting("shared_buffers", "32MB");
      Invocation apply = run("apply", "-y");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
      assertThat(apply.out()).contains("3 restarts");
    } finally {
      close(open);
    }
  }

  @Test
  void whereEvenTheReservedConnectionsAreTakenThatIsSaid() throws Exception {
    List<Connection> open = new ArrayList<>();
    try {
      fill(open, 0);
      // More of them than there is room for, each until it gets in: a moment's place is not left.
      inside(
          servers.getFirst(),
          "docker exec -d -u postgres lab-pg-c1 bash -c 'for i in $(seq 20); do"
              + " until [ -e /tmp/attack-ended ] || psql -d app -c \"select pg_sleep(300)\"; do"
              + " sleep 0.2; done & done; wait'");
      awaitFull(servers.getFirst());
      Invocation status = run("status");
      assertThat(status.exitCode()).as(status.everything()).isEqualTo(7);
      assertThat(status.err()).contains("too many clients").doesNotContain("firewall", "open port");
    } finally {
      close(open);
      inside(servers.getFirst(), "docker exec -u postgres lab-pg-c1 touch /tmp/attack-ended");
      Await.until("the end of the attack", this::noAttackerIsLeft);
      inside(servers.getFirst(), "docker exec -u postgres lab-pg-c1 rm /tmp/attack-ended");
    }
    awaitHealthy();
  }

  @Test
  void aClientsLocksAndPreparedTransactionsHoldNeitherStatusNorARollUp() throws Exception {
    try (Connection app = client("app", 0)) {
      prepare("citus_77_999_1_1");
      prepare("citus_0_1; select 1");
      Instant before = Instant.now();
      assertThat(run("status").exitCode()).isZero();
      Duration usual = Duration.between(before, Instant.now());
      app.setAutoCommit(false);
      execute(app, "alter table orders add column more int");
      Instant begin = Instant.now();
      Invocation status = run("status");
      assertThat(status.exitCode()).as(status.everything()).isZero();
      assertThat(Duration.between(begin, Instant.now()))
          .isLessThan(usual.multipliedBy(2).plusSeconds(10));
      assertThat(status.out()).contains("2 prepared transactions of a client", "citus_77_999_1_1");
      if (image.real()) {
        assertThat(status.out()).contains("not measured");
      }
      app.rollback();
    }
    cluster.setting("shared_buffers", "40MB");
    Invocation apply = run("apply", "-y");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out()).contains("3 restarts");
    assertThat(superuser(servers.getFirst(), ALL_ROLES)).isEqualTo("postgres\n");
    superuser(servers.getFirst(), "rollback prepared 'citus_77_999_1_1'");
    superuser(servers.getFirst(), "rollback prepared 'citus_0_1; select 1'");
  }

  /// A transaction of the role app on the coordinator that stays prepared.
  private void prepare(String name) throws SQLException {
    try (Connection app = client("app", 0)) {
      execute(app, "create table if not exists held (id int)");
      execute(app, "begin; insert into held values (1); prepare transaction '" + name + "'");
    }
  }

  private Connection client(String role, int server) throws SQLException {
    return DriverManager.getConnection(clientUrl(server), role, password(role));
  }

  /// Citus counts such a session as its own, and lets it pass citus.max_client_connections.
  private Connection internal(int server) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", "app");
    login.setProperty("password", password("app"));
    login.setProperty("ApplicationName", "citus_internal gpid=1");
    return DriverManager.getConnection(clientUrl(server), login);
  }

  /// Opens connections until the server refuses, and gives back its words.
  private String fill(List<Connection> open, int server) {
    for (int i = 0; i < 100; i++) {
      try {
        open.add(internal(server));
      } catch (SQLException e) {
        return String.valueOf(e.getMessage());
      }
    }
    return "never refused";
  }

  private static void close(List<Connection> open) throws SQLException {
    for (Connection connection : open) {
      connection.close();
    }
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static String failure(Connection connection, String statement) {
    try {
      execute(connection, statement);
      return "it worked";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Ends the sessions that there are, and tells whether any client of theirs is left.
  private boolean noAttackerIsLeft() {
    superuser(
        servers.getFirst(),
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where query like"
            + " 'select%pg_sleep%' and pid <> pg_backend_pid()");
    return inside(servers.getFirst(), "pgrep -f 'attack-ende[d]'").isBlank();
  }

  /// Until a superuser is refused too. On a busy machine twenty sessions take a while to begin.
  private void awaitFull(LabServer server) {
    Await.until(
        "all connections are taken",
        () -> superuser(server, "select 1").contains("too many clients"));
  }

  /// Statements of the superuser in a node's database, in one session; errors are in the answer.
  private String superuser(LabServer server, String statements) {
    return inside(
        server,
        "docker exec -i -u postgres lab-"
            + server.host()
            + " psql -XAtq -d app 2>&1 <<'END_OF_SQL'\n"
            + statements
            + ";\nEND_OF_SQL\n");
  }
}
