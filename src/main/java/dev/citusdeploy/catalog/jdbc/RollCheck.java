package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.BackgroundJob;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.model.NodeAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The one statement that tells whether a node may be stopped.
///
/// What every node is asked is a statement like any other, so it wakes a maintenance daemon that
/// sleeps since its server's start; the next look sees it. The way between the nodes is looked at
/// as in [HealthCheck].
final class RollCheck {
  private static final String TEXT =
      """
      WITH node AS MATERIALIZED (
        SELECT nodeid, nodename, nodeport FROM pg_dist_node
        WHERE isactive AND noderole = 'primary'),
      command AS MATERIALIZED (
        SELECT format(
          'WITH quick AS MATERIALIZED (
             SELECT set_config(''citus.node_connection_timeout'', %L, true) AS value),
           way AS MATERIALIZED (
             SELECT json_object_agg(id, citus_check_connection_to_node(host, port)) AS found
             FROM quick CROSS JOIN (VALUES %s) AS target (id, host, port)
             WHERE quick.value IS NOT NULL)
           SELECT json_build_object(
             ''ways'', found,
             ''daemon'', EXISTS (SELECT FROM pg_stat_activity
               WHERE datname = current_database()
                 AND application_name = ''Citus Maintenance Daemon''),
             ''recovery'', (1000 * extract(epoch FROM
               current_setting(''citus.recover_2pc_interval'')::interval))::bigint,
             ''prepared'', (SELECT coalesce(json_agg(json_build_array(gid,
                 greatest(0, extract(epoch FROM clock_timestamp() - prepared))::bigint)
                 ORDER BY prepared, gid), ''[]'')
               FROM pg_prepared_xacts
               WHERE database = current_database() AND starts_with(gid, ''citus_'')))::text
           FROM way',
          set_config('citus.node_connection_timeout', ?, true),
          string_agg(format('(%s, %L, %s)', nodeid, nodename, nodeport), ', ')) AS text
        FROM node
        HAVING count(*) > 0),
      answer AS MATERIALIZED (
        SELECT source.nodeid, source.success AND source.result LIKE '{%' AS heard, source.result
        FROM command CROSS JOIN LATERAL run_command_on_all_nodes(command.text) AS source),
      said AS MATERIALIZED (
        SELECT node.nodeid, node.nodename, node.nodeport,
          CASE WHEN answer.heard THEN answer.result::json END AS said,
          CASE WHEN answer.heard THEN ''
               ELSE coalesce(nullif(answer.result, ''), 'no answer') END AS silence
        FROM node LEFT JOIN answer USING (nodeid))
      SELECT 'node' AS kind, nodeid AS id, 0::bigint AS rank, ARRAY[nodename, nodeport::text,
        silence, coalesce(said ->> 'daemon', ''), coalesce(said ->> 'recovery', '0')] AS cells
      FROM said
      UNION ALL
      SELECT 'way', source.nodeid, target.nodeid, ARRAY[source.nodename, source.nodeport::text,
        target.nodename, target.nodeport::text,
        coalesce(source.said -> 'ways' ->> target.nodeid::text, '')]
      FROM said AS source CROSS JOIN node AS target
      UNION ALL
      SELECT 'prepared', nodeid, one.rank, ARRAY[one.cells ->> 0, one.cells ->> 1]
      FROM said CROSS JOIN LATERAL
        json_array_elements(said -> 'prepared') WITH ORDINALITY AS one (cells, rank)
      UNION ALL
      SELECT 'job', 0, job_id, ARRAY[description, state::text]
      FROM pg_dist_background_job
      WHERE state IN ('scheduled', 'running', 'cancelling', 'failing')
      ORDER BY kind, id, rank
      """;

  private RollCheck() {}

  /// @param connectTimeout how long one node may take to reach another
  static ClusterReadiness of(SqlSession session, Duration connectTimeout) {
    Sql sql =
        Sql.of("the check before a restart", TEXT, String.valueOf(connectTimeout.toMillis()))
            .patiently();
    SequencedMap<Integer, List<PreparedTransaction>> prepared = new LinkedHashMap<>();
    SequencedMap<Integer, List<String>> nodes = new LinkedHashMap<>();
    List<HealthPair> ways = new ArrayList<>();
    List<BackgroundJob> jobs = new ArrayList<>();
    for (Row row : session.query(sql, RollCheck::row)) {
      List<String> cells = row.cells();
      switch (row.kind()) {
        case "node" -> nodes.put(row.id(), cells);
        case "way" -> ways.add(way(cells));
        case "prepared" ->
            prepared
                .computeIfAbsent(row.id(), _ -> new ArrayList<>())
                .add(new PreparedTransaction(cells.get(0), seconds(cells.get(1))));
        case "job" -> jobs.add(new BackgroundJob(row.rank(), cells.get(0), cells.get(1)));
        default -> throw new IllegalStateException("a row of kind " + row.kind());
      }
    }
    List<NodeReadiness> found = new ArrayList<>();
    nodes.forEach((id, cells) -> found.add(node(cells, prepared.getOrDefault(id, List.of()))));
    return new ClusterReadiness(ways, found, jobs);
  }

  private static NodeReadiness node(List<String> cells, List<PreparedTransaction> prepared) {
    return new NodeReadiness(
        address(cells),
        cells.get(2),
        Boolean.parseBoolean(cells.get(3)),
        Duration.ofMillis(Long.parseLong(cells.get(4))),
        prepared);
  }

  private static HealthPair way(List<String> cells) {
    String said = cells.get(4);
    @Nullable Boolean result = said.isEmpty() ? null : Boolean.valueOf(said);
    return new HealthPair(address(cells), address(cells.subList(2, 4)), result);
  }

  private static NodeAddress address(List<String> cells) {
    return new NodeAddress(cells.get(0), Integer.parseInt(cells.get(1)));
  }

  private static Duration seconds(String text) {
    return Duration.ofSeconds(Long.parseLong(text));
  }

  private static Row row(ResultSet found) throws SQLException {
    String[] cells = (String[]) found.getArray("cells").getArray();
    return new Row(
        found.getString("kind"), found.getInt("id"), found.getLong("rank"), List.of(cells));
  }

  private record Row(String kind, int id, long rank, List<String> cells) {}
}
