package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// Finds the nodes that do not answer a connection, all at once. Unlike a query over an open
/// connection, opening a connection has a time limit that holds even when the server hangs
/// completely.
final class ResponseQuery {
  private static final String TEXT =
      """
      WITH quick AS MATERIALIZED (
        SELECT set_config('citus.node_connection_timeout', ?, true) AS value)
      SELECT given.node_name, given.node_port
      FROM quick CROSS JOIN LATERAL master_run_on_worker(
        CASE WHEN quick.value IS NOT NULL THEN ?::text[] END, ?::int[],
        array_fill('SELECT 1'::text, ARRAY[?]), true) AS given
      WHERE NOT given.success
      """;

  private ResponseQuery() {}

  static List<NodeAddress> of(JdbcSession session, List<NodeAddress> nodes, Duration limit) {
    if (nodes.isEmpty()) {
      return List.of();
    }
    Sql sql =
        Sql.of(
            "asking which nodes answer",
            TEXT,
            String.valueOf(limit.toMillis()),
            nodes.stream().map(NodeAddress::host).toArray(String[]::new),
            nodes.stream().map(NodeAddress::port).toArray(Integer[]::new),
            nodes.size());
    return session.query(
        sql, row -> new NodeAddress(row.getString("node_name"), row.getInt("node_port")));
  }
}
