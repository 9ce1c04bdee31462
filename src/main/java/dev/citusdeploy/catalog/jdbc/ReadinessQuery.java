package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.BackgroundJob;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.postgres.SqlQuoting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The one statement that checks the connectivity of every pair of active nodes and whether a node
/// may be stopped.
///
/// `citus_check_cluster_node_health` gives the same pairs, but queries one source after the other,
/// and the time-out set here does not apply to the sources: with one dead node of three it took 47
/// s (Citus 14.0.1), since each living worker waited its own 30 s. So the functions that it
/// consists of are used here, with the time-out set on the sources.
///
/// The statement on every node also starts a maintenance daemon that has not run since the server's
/// start; the next check finds it.
final class ReadinessQuery {
  /// Any client may set the application name "Citus Maintenance Daemon"; only the backend type
  /// cannot be chosen.
  private static final String QUESTION =
      """
      WITH quick AS MATERIALIZED (
        SELECT pg_catalog.set_config('citus.node_connection_timeout', '$TIMEOUT', true) AS value),
      reached AS MATERIALIZED (
        SELECT target.id,
          pg_catalog.citus_check_connection_to_node(target.host, target.port) AS result
        FROM quick CROSS JOIN (VALUES $TARGETS) AS target (id, host, port)
        WHERE quick.value IS NOT NULL),
      record (rank, key, cells) AS (
        SELECT 0, '', ARRAY['self',
          EXISTS (SELECT FROM pg_catalog.pg_stat_activity
            WHERE datname OPERATOR(pg_catalog.=) pg_catalog.current_database()
              AND application_name OPERATOR(pg_catalog.=) 'Citus Maintenance Daemon'
              AND backend_type OPERATOR(pg_catalog.<>) 'client backend')::pg_catalog.text,
          $RECOVERY]
        UNION ALL
        SELECT 1, '', ARRAY['reached', reached.id::pg_catalog.text,
          reached.result::pg_catalog.text] FROM reached
        UNION ALL
        $PREPARED)
      $JOIN
      """
          .replace("$RECOVERY", NodeSql.RECOVERY)
          .replace("$PREPARED", NodeSql.PREPARED)
          .replace("$JOIN", NodeSql.JOIN);

  private static final String JOBS =
      """
      SELECT 'job' AS kind, 0 AS id, ARRAY[job_id::text, description, state::text] AS cells
      FROM pg_dist_background_job
      WHERE $OPEN
      """
          .replace("$OPEN", JobSql.OPEN);

  /// How many nodes each node may wait for before the whole check is given up.
  private static final int UNREACHABLE = 6;

  private static final String TEXT =
      """
      WITH $ASK
      SELECT 'node' AS kind, node.nodeid AS id,
        ARRAY[node.nodename, node.nodeport::text, node.groupid::text,
          coalesce(answer.success, false)::text, answer.result] AS cells
      FROM pg_dist_node AS node LEFT JOIN answer USING (nodeid)
      WHERE $ACTIVE
      UNION ALL
      $JOBS
      ORDER BY kind DESC, id
      """
          .replace("$JOBS", JOBS)
          .replace(
              "$ASK",
              // The targets are inserted into the query here, so that one round trip is enough.
              NodeSql.ASK.replace(
                  "THEN ? END",
                  """
                  THEN replace(?, '$TARGETS', (
                    SELECT string_agg(format('(%s, %L, %s)', nodeid, nodename, nodeport), ', '
                      ORDER BY nodeid)
                    FROM pg_dist_node WHERE $ACTIVE)) END\
                  """))
          .replace("$ACTIVE", NodeRows.ACTIVE);

  private ReadinessQuery() {}

  /// @param connectTimeout how long one node may take to reach another
  static ClusterReadiness of(
      JdbcSession session, NodeQueries questions, Duration connectTimeout, Timeouts timeouts) {
    String millis = String.valueOf(connectTimeout.toMillis());
    String question = QUESTION.replace("$TIMEOUT", millis);
    Duration reaching = connectTimeout.multipliedBy(UNREACHABLE);
    Sql sql =
        Sql.of("the check of all nodes", TEXT, millis, question)
            .within(timeouts.statement().plus(reaching));
    return read(
        questions
            .all(session, sql, CatalogRow::read)
            .orElseGet(() -> each(session, questions, question, timeouts.alone().plus(reaching))));
  }

  /// The same rows, with each node asked alone.
  private static List<CatalogRow> each(
      JdbcSession session, NodeQueries questions, String question, Duration limit) {
    List<CatalogNode> nodes = NodeRows.all(session).stream().filter(CatalogNode::active).toList();
    String targets =
        nodes.stream()
            .map(node ->
                "(%d, %s, %d)"
                    .formatted(
                        node.id(),
                        SqlQuoting.literal(node.address().host()),
                        node.address().port()))
            .collect(Collectors.joining(", "));
    List<CatalogRow> rows = new ArrayList<>();
    List<CatalogRow> answers =
        questions.each(session, nodes, question.replace("$TARGETS", targets), limit);
    for (int i = 0; i < nodes.size(); i++) {
      CatalogNode node = nodes.get(i);
      Cells answer = answers.get(i).cells();
      rows.add(
          new CatalogRow(
              "node",
              node.id(),
              new Cells(
                  List.of(
                      node.address().host(),
                      String.valueOf(node.address().port()),
                      String.valueOf(node.group()),
                      answer.get(0),
                      answer.get(1)))));
    }
    rows.addAll(session.query(Sql.of("reading background jobs", JOBS), CatalogRow::read));
    return rows;
  }

  private static ClusterReadiness read(List<CatalogRow> rows) {
    SequencedMap<Integer, Cells> nodes = new LinkedHashMap<>();
    List<BackgroundJob> jobs = new ArrayList<>();
    for (CatalogRow row : rows) {
      if (row.kind().equals("node")) {
        nodes.put(row.id(), row.cells());
      } else {
        jobs.add(new BackgroundJob(row.cells().number(0), row.cells().get(1), row.cells().get(2)));
      }
    }
    Set<Integer> groups =
        nodes.values().stream().map(cells -> cells.count(2)).collect(Collectors.toSet());
    List<HealthPair> matrix = new ArrayList<>();
    List<NodeReadiness> found = new ArrayList<>();
    nodes.forEach((_, cells) -> {
      Answer answer = Answer.of(cells, groups);
      found.add(answer.node());
      nodes.forEach((id, target) ->
          matrix.add(new HealthPair(address(cells), address(target), answer.reached().get(id))));
    });
    return new ClusterReadiness(matrix, found, jobs);
  }

  private static NodeAddress address(Cells cells) {
    return new NodeAddress(cells.get(0), cells.count(1));
  }

  /// What one node answered.
  ///
  /// @param reached which nodes it reached, by their ids; empty when it gave no answer
  private record Answer(NodeReadiness node, Map<Integer, @Nullable Boolean> reached) {
    static Answer of(Cells cells, Set<Integer> groups) {
      String result = cells.get(4);
      if (!cells.isTrue(3)) {
        return silent(cells, result.isEmpty() ? "no answer" : result);
      }
      List<Cells> records = NodeSql.records(result);
      Cells self = records.getFirst();
      if (!self.get(0).equals("self")) {
        return silent(cells, "its answer is not understood");
      }
      Map<Integer, @Nullable Boolean> reached = new HashMap<>();
      List<PreparedTransaction> prepared = new ArrayList<>();
      for (Cells record : records.subList(1, records.size())) {
        switch (record.get(0)) {
          case "reached" -> reached.put(record.count(1), record.isTrue(2));
          case "prepared" -> prepared.add(PreparedTransactions.read(record, groups));
          default -> {
            return silent(cells, "its answer is not understood");
          }
        }
      }
      return new Answer(
          new NodeReadiness(
              address(cells),
              "",
              self.isTrue(1),
              Duration.ofMillis(self.number(2)),
              prepared.stream().filter(PreparedTransaction::ofCitus).toList()),
          reached);
    }

    private static Answer silent(Cells cells, String why) {
      return new Answer(
          new NodeReadiness(address(cells), why, false, Duration.ZERO, List.of()), Map.of());
    }
  }
}
