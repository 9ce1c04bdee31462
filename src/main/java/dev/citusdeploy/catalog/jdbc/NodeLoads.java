package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CitusCatalog.NodeLoad;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shards and bytes of every node. Sizes have to be asked from all nodes, so that is done only when
/// there are shards at all.
final class NodeLoads {
  private static final String COUNTS =
      """
      SELECT node.nodeid, count(placement.shardid) AS placements,
        count(placement.shardid) FILTER (WHERE part.repmodel <> 't') AS shards
      FROM pg_dist_node AS node
      LEFT JOIN pg_dist_placement AS placement
        ON placement.groupid = node.groupid AND placement.shardstate = 1
      LEFT JOIN pg_dist_shard AS shard ON shard.shardid = placement.shardid
      LEFT JOIN pg_dist_partition AS part ON part.logicalrelid = shard.logicalrelid
      WHERE node.noderole = 'primary'
      GROUP BY node.nodeid
      ORDER BY node.nodeid
      """;

  private static final String SIZES =
      """
      SELECT node.nodeid, coalesce(sum(shard.shard_size), 0)::bigint AS bytes
      FROM citus_shards AS shard
      JOIN pg_dist_node AS node USING (nodename, nodeport)
      GROUP BY node.nodeid
      """;

  private static final String SET_TIMEOUT =
      "SELECT set_config('citus.node_connection_timeout', ?, false)";

  private NodeLoads() {}

  /// @param node how long one node may take to be reached
  static List<NodeLoad> of(SqlSession session, Duration node) {
    List<Count> counts =
        session.query(
            Sql.of("counting shards", COUNTS),
            row ->
                new Count(row.getInt("nodeid"), row.getLong("placements"), row.getLong("shards")));
    boolean anyShards = counts.stream().anyMatch(count -> count.placements() > 0);
    Map<Integer, Long> sizes = anyShards ? sizes(session, node) : Map.of();
    return counts.stream()
        .map(count ->
            new NodeLoad(count.nodeId(), count.shards(), sizes.getOrDefault(count.nodeId(), 0L)))
        .toList();
  }

  private static Map<Integer, Long> sizes(SqlSession session, Duration node) {
    String millis = String.valueOf(node.toMillis());
    session.execute(Sql.of("setting a time-out", SET_TIMEOUT, millis));
    try {
      Map<Integer, Long> sizes = new LinkedHashMap<>();
      session
          .query(
              Sql.of("measuring shards", SIZES),
              row -> Map.entry(row.getInt("nodeid"), row.getLong("bytes")))
          .forEach(entry -> sizes.put(entry.getKey(), entry.getValue()));
      return sizes;
    } finally {
      session.execute(Sql.of("setting a time-out", "RESET citus.node_connection_timeout"));
    }
  }

  private record Count(int nodeId, long placements, long shards) {}
}
