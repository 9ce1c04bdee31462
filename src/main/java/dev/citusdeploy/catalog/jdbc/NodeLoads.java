package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Shards and bytes of every node. Sizes must be read from all nodes, which is done only when there
/// are shards.
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

  /// The size of a node's own placements. A client may lock a table for any time, so waiting for a
  /// lock has a limit; it is set before the first lock is taken, because resolving the names takes
  /// none.
  private static final String SIZE =
      """
      WITH quick AS MATERIALIZED (
        SELECT pg_catalog.set_config('lock_timeout', '2s', true) AS value),
      placed AS MATERIALIZED (
        SELECT pg_catalog.to_regclass($NAME) AS relation
        FROM quick CROSS JOIN pg_catalog.pg_dist_placement AS placement
        JOIN pg_catalog.pg_dist_shard AS shard
          ON shard.shardid OPERATOR(pg_catalog.=) placement.shardid
        JOIN pg_catalog.pg_class AS class
          ON class.oid OPERATOR(pg_catalog.=) shard.logicalrelid::pg_catalog.oid
        JOIN pg_catalog.pg_namespace AS home
          ON home.oid OPERATOR(pg_catalog.=) class.relnamespace
        WHERE quick.value IS NOT NULL
          AND placement.groupid OPERATOR(pg_catalog.=) (
            SELECT groupid FROM pg_catalog.pg_dist_local_group))
      SELECT coalesce(pg_catalog.sum(pg_catalog.pg_total_relation_size(relation)), 0) FROM placed
      """
          .replace("$NAME", NodeSql.SHARD_NAME);

  private static final String SIZES =
      """
      WITH $ASK
      $ANSWERS
      """
          .replace("$ASK", NodeSql.ASK)
          .replace("$ANSWERS", NodeSql.ANSWERS);

  private NodeLoads() {}

  /// The load of every node; the bytes of a node that does not answer in time are not known.
  static List<NodeLoad> of(JdbcSession session, NodeQueries questions, Timeouts timeouts) {
    List<Count> counts =
        session.query(
            Sql.of("counting shards", COUNTS),
            row ->
                new Count(row.getInt("nodeid"), row.getLong("placements"), row.getLong("shards")));
    boolean anyShards = counts.stream().anyMatch(count -> count.placements() > 0);
    Map<Integer, Cells> sizes = anyShards ? sizes(session, questions, timeouts) : Map.of();
    return counts.stream()
        .map(count -> new NodeLoad(count.nodeId(), count.shards(), bytes(count, sizes)))
        .toList();
  }

  private static OptionalLong bytes(Count count, Map<Integer, Cells> sizes) {
    if (count.placements() == 0) {
      return OptionalLong.of(0);
    }
    Cells size = sizes.get(count.nodeId());
    return size == null ? OptionalLong.empty() : OptionalLong.of(size.number(1));
  }

  private static Map<Integer, Cells> sizes(
      JdbcSession session, NodeQueries questions, Timeouts timeouts) {
    Sql sql =
        Sql.of("measuring shards", SIZES, String.valueOf(timeouts.node().toMillis()), SIZE)
            .within(timeouts.statement());
    Map<Integer, Cells> sizes = new LinkedHashMap<>();
    questions
        .all(session, sql, CatalogRow::read)
        .orElseGet(() -> questions.each(session, NodeRows.all(session), SIZE, timeouts.alone()))
        .stream()
        .filter(row -> row.cells().isTrue(0))
        .forEach(row -> sizes.put(row.id(), row.cells()));
    return sizes;
  }

  private record Count(int nodeId, long placements, long shards) {}
}
