package dev.citusdeploy.catalog.jdbc;

import static dev.citusdeploy.catalog.jdbc.DatabaseNode.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.Await;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.SqlRow;
import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.catalog.SqlSession;
import dev.citusdeploy.catalog.jdbc.session.JdbcSqlConnector;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SQL sessions with the servers of a coordinator and a worker, on every database image on this
/// machine.
@ParameterizedClass(name = "{0}")
@MethodSource("clusters")
final class SqlConnectorIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// A host on which nothing listens.
  private static final DirectHost NOWHERE = new DirectHost(new HostName("nowhere"), "127.0.0.1", 1);

  private final DatabaseNode worker;
  private final DatabaseNode coordinator;
  private final JdbcSqlConnector connector;

  SqlConnectorIT(DatabaseCluster cluster) {
    worker = cluster.worker;
    coordinator = cluster.coordinator;
    connector =
        new JdbcSqlConnector(
            cluster.credentials(cluster.authority, "citus-deploy-admin", DATABASE));
  }

  static Stream<DatabaseCluster> clusters() {
    return DatabaseImages.found().stream().map(DatabaseCluster::new);
  }

  @BeforeParameterizedClassInvocation
  static void startServers(DatabaseCluster cluster) {
    List.of(cluster.coordinator, cluster.worker).parallelStream().forEach(DatabaseNode::start);
  }

  @ParameterizedTest
  @ValueSource(strings = {DATABASE, "postgres", "template1"})
  void reachesEveryNodeInEveryDatabase(String database) {
    for (DatabaseNode node : List.of(coordinator, worker)) {
      try (SqlSession session = connected(node, database)) {
        SqlRow row =
            only(
                session,
                "SELECT current_database() AS place, CURRENT_USER AS who, system_identifier"
                    + " FROM pg_control_system()");
        assertThat(row.text("place")).isEqualTo(database);
        assertThat(row.text("who")).isEqualTo("postgres");
        assertThat(row.text("system_identifier"))
            .isEqualTo(node.administer("SELECT system_identifier FROM pg_control_system()"));
      }
    }
  }

  @Test
  void cellsAreText() {
    try (SqlSession session = connected(worker, DATABASE)) {
      for (int i = 0; i < 7; i++) { // The driver asks for some types in binary after a while.
        SqlRow row =
            only(session, "SELECT 1::bigint AS one, true AS yes, NULL AS none, ARRAY['a'] AS list");
        assertThat(row.cells()).containsOnlyKeys("one", "yes", "none", "list");
        assertThat(row.number("one")).hasValue(1);
        assertThat(row.isTrue("yes")).isTrue();
        assertThat(row.isNull("none")).isTrue();
        assertThat(row.number("none")).isEmpty();
        assertThat(row.text("list")).isEqualTo("{a}");
      }
      session.execute(Sql.of("making a table", "CREATE TEMPORARY TABLE scratch (id int)"));
      session.execute(Sql.of("filling it", "INSERT INTO scratch VALUES (?), (?)", 3, 4));
      assertThat(session.rows(Sql.of("reading it", "SELECT id FROM scratch ORDER BY id")))
          .extracting(row -> row.text("id"))
          .containsExactly("3", "4");
    }
  }

  @Test
  void everyStatementHasALimitAndNoticesThatItsAskerHasGone() {
    try (SqlSession session = connected(worker, "postgres")) {
      assertThat(setting(session, Sql.of("", show("statement_timeout")))).isEqualTo("20s");
      assertThat(setting(session, Sql.of("", show("client_connection_check_interval"))))
          .isEqualTo("2s");
      assertThat(setting(session, Sql.of("", show("lock_timeout")))).isEqualTo("1min");
      assertThat(setting(session, Sql.of("", show("search_path")))).isEqualTo("pg_catalog,pg_temp");
      assertThat(
              setting(session, Sql.of("", show("statement_timeout")).within(LIMIT.dividedBy(10))))
          .isEqualTo("3s");
      session.within(Duration.ofSeconds(100));
      assertThat(milliseconds(session)).isBetween(90_000L, 100_000L);
      session.within(Duration.ofSeconds(10));
      assertThat(milliseconds(session)).as("the session's remaining limit").isBetween(1L, 10_000L);
    }
    try (SqlSession session =
        connector.connect(
            coordinator.host(), DatabaseCluster.server("the coordinator", coordinator))) {
      assertThat(milliseconds(session)).as("no limit for all").isEqualTo(3_600_000L);
    }
  }

  private static long milliseconds(SqlSession session) {
    Sql sql =
        Sql.of(
                "reading a setting",
                "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
            .patiently();
    return session.rows(sql).getFirst().number("setting").orElseThrow();
  }

  private static String setting(SqlSession session, Sql sql) {
    return session.rows(sql).getFirst().text("value");
  }

  private static String show(String setting) {
    return "SELECT current_setting('" + setting + "') AS value";
  }

  @Test
  void aStatementWithoutAnAnswerInTimeFailsAndNamesTheNode() {
    try (SqlSession session = connected(worker, DATABASE)) {
      Instant start = Instant.now();
      Problem own =
          problem(() ->
              session.execute(
                  Sql.of("sleeping", "SELECT pg_sleep(60)").within(Duration.ofSeconds(1))));
      assertThat(own.code()).isEqualTo(CitusCatalog.NO_ANSWER);
      assertThat(own.where()).isEqualTo("pg-w (pg-w:5432)");

      session.within(Duration.ofSeconds(1));
      ProblemException all =
          catchThrowableOfType(
              ProblemException.class,
              () -> session.execute(Sql.of("sleeping", "SELECT pg_sleep(60)").patiently()));
      assertThat(CitusCatalog.gotNoAnswer(all)).isTrue();
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aStatementWhoseAskerHasGoneEndsSoon() {
    Thread asker =
        Thread.ofVirtual()
            .start(() -> {
              try (SqlSession session = connected(worker, DATABASE)) {
                problem(() ->
                    session.execute(
                        Sql.of("sleeping", "SELECT pg_sleep(61)").within(Duration.ofMinutes(2))));
              }
            });
    awaitSleepers(true);
    asker.interrupt();
    awaitSleepers(false);
  }

  private void awaitSleepers(boolean any) {
    Await.until(
        any ? "a session that sleeps" : "no session that sleeps",
        () ->
            any
                != worker
                    .administer(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                            + " 'citus-deploy' AND state = 'active' AND query LIKE"
                            + " 'SELECT pg_sleep(61)'")
                    .equals("0"));
  }

  @Test
  void messagesNameTheNode() {
    Problem missing = problem(() -> connected(worker, "nothing").close());
    assertThat(missing.code()).isEqualTo("catalog-no-database");
    assertThat(missing.what()).isEqualTo("the database does not exist on node pg-w");
    assertThat(missing.remedy()).contains("pg_database").doesNotContain("inventory");

    SqlServer elsewhere =
        DatabaseCluster.server("node pg-w", worker).at(new NodeAddress("elsewhere", 5432));
    Problem stranger =
        problem(() -> connector.connect(worker.host(), elsewhere, DATABASE, LIMIT).close());
    assertThat(stranger.what()).startsWith("node pg-w and this program do not accept");

    Problem unreached =
        problem(() ->
            connector
                .connect(NOWHERE, DatabaseCluster.server("node pg-w", worker), DATABASE, LIMIT)
                .close());
    assertThat(unreached.what()).startsWith("node pg-w cannot be asked: nothing listens on pg-w");

    try (SqlSession session = connected(worker, DATABASE)) {
      Problem refused =
          problem(() -> session.execute(Sql.of("reading a table", "TABLE no_such_table")));
      assertThat(refused.code()).isEqualTo("sql-failed");
      assertThat(refused.what()).isEqualTo("reading a table failed");
      assertThat(refused.why()).contains("no_such_table");
      assertThat(refused.remedy())
          .contains("read node pg-w's log:\n  docker logs --tail 100 shop-pg-w\n");
    }
  }

  private SqlSession connected(DatabaseNode node, String database) {
    String name = node == coordinator ? "the coordinator" : "node " + node.address().host();
    return connector.connect(node.host(), DatabaseCluster.server(name, node), database, LIMIT);
  }

  private static SqlRow only(SqlSession session, String text) {
    List<SqlRow> rows = session.rows(Sql.of("asking something", text));
    assertThat(rows).hasSize(1);
    return rows.getFirst();
  }

  private static Problem problem(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problems().getFirst();
  }
}
