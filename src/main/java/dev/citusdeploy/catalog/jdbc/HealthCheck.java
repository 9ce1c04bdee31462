package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.model.NodeAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every active node tries to reach every active node, all sources side by side.
///
/// `citus_check_cluster_node_health` gives the same pairs, but asks one source after the other, and
/// the time-out set here does not reach the sources: with one dead node of three it took 47 s
/// (Citus 14.0.1), since each living worker waited its own 30 s. So its own building blocks are
/// used here, with the time-out set on the sources.
final class HealthCheck {
  private static final String TEXT =
      """
      WITH node AS MATERIALIZED (
        SELECT nodeid, nodename, nodeport FROM pg_dist_node
        WHERE isactive AND noderole = 'primary'),
      command AS MATERIALIZED (
        SELECT format(
          'WITH quick AS MATERIALIZED (
             SELECT set_config(''citus.node_connection_timeout'', %L, true) AS value)
           SELECT json_object_agg(id, citus_check_connection_to_node(host, port))::text
           FROM quick CROSS JOIN (VALUES %s) AS target (id, host, port)
           WHERE quick.value IS NOT NULL',
          set_config('citus.node_connection_timeout', ?, true),
          string_agg(format('(%s, %L, %s)', nodeid, nodename, nodeport), ', ')) AS text
        FROM node
        HAVING count(*) > 0),
      answer AS MATERIALIZED (
        SELECT source.nodeid, source.result
        FROM command CROSS JOIN LATERAL run_command_on_all_nodes(command.text) AS source
        WHERE source.success)
      SELECT source.nodename AS from_host, source.nodeport AS from_port,
        target.nodename AS to_host, target.nodeport AS to_port,
        (answer.result::json ->> target.nodeid::text)::boolean AS result
      FROM node AS source CROSS JOIN node AS target
      LEFT JOIN answer ON answer.nodeid = source.nodeid
      ORDER BY source.nodeid, target.nodeid
      """;

  private HealthCheck() {}

  /// @param connectTimeout how long one node may take to reach another
  static List<HealthPair> of(SqlSession session, Duration connectTimeout) {
    Sql sql =
        Sql.of("the health check", TEXT, String.valueOf(connectTimeout.toMillis())).patiently();
    return session.query(sql, HealthCheck::pair);
  }

  private static HealthPair pair(ResultSet found) throws SQLException {
    boolean reached = found.getBoolean("result");
    @Nullable Boolean result = found.wasNull() ? null : reached;
    return new HealthPair(
        new NodeAddress(found.getString("from_host"), found.getInt("from_port")),
        new NodeAddress(found.getString("to_host"), found.getInt("to_port")),
        result);
  }
}
