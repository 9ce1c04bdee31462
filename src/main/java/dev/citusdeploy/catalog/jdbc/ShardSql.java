package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.ShardFacts.Kind;
import dev.citusdeploy.catalog.ShardFacts.Placement;
import dev.citusdeploy.catalog.ShardFacts.Table;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import java.util.List;

/// Tables and placements: SQL on the coordinator, and how its rows are read. No other node is
/// queried.
final class ShardSql {
  /// Kinds as in the view `citus_shards`. A table can be replicated by Citus' rule
  /// (`RelationCanPublishAllModifications` in its sources): a replica identity of all columns or by
  /// an index, which by default is the primary key unless that is deferrable; and partitioned
  /// tables, which have no rows.
  private static final String TABLES =
      """
      WITH held AS MATERIALIZED (
        SELECT shard.logicalrelid, shard.shardid,
          count(place.shardid) FILTER (WHERE place.shardstate = 1) AS copies
        FROM pg_dist_shard AS shard LEFT JOIN pg_dist_placement AS place USING (shardid)
        GROUP BY shard.logicalrelid, shard.shardid),
      counted AS MATERIALIZED (
        SELECT logicalrelid, count(*) AS shards, min(copies) AS copies
        FROM held GROUP BY logicalrelid)
      SELECT given.logicalrelid::text AS name, given.colocationid,
        CASE WHEN given.partmethod <> 'n' THEN 'DISTRIBUTED'
          WHEN given.repmodel = 't' THEN 'REFERENCE'
          WHEN given.colocationid = 0 THEN 'LOCAL'
          ELSE 'SINGLE_SHARD' END AS kind,
        coalesce(counted.shards, 0) AS shards, coalesce(counted.copies, 0) AS copies,
        shell.relkind = 'p' OR shell.relreplident = 'f' OR EXISTS (
          SELECT FROM pg_index AS one
          WHERE one.indrelid = shell.oid AND one.indisvalid AND one.indimmediate
            AND CASE shell.relreplident WHEN 'd' THEN one.indisprimary
              WHEN 'i' THEN one.indisreplident ELSE false END) AS has_identity
      FROM pg_dist_partition AS given
      JOIN pg_class AS shell ON shell.oid = given.logicalrelid
      LEFT JOIN counted ON counted.logicalrelid = given.logicalrelid
      ORDER BY name
      """;

  private static final String PLACEMENTS =
      """
      SELECT shardid, groupid, shardstate = 1 AS is_active
      FROM pg_dist_placement ORDER BY shardid, groupid
      """;

  private ShardSql() {}

  /// All tables that Citus knows.
  static List<Table> tables(JdbcSession session) {
    return session.query(
        Sql.of("reading distributed tables", TABLES),
        row ->
            new Table(
                row.getString("name"),
                Kind.valueOf(row.getString("kind")),
                row.getInt("colocationid"),
                row.getLong("shards"),
                row.getLong("copies"),
                row.getBoolean("has_identity")));
  }

  /// All placements.
  static List<Placement> placements(JdbcSession session) {
    return session.query(
        Sql.of("reading where shards are", PLACEMENTS),
        row ->
            new Placement(
                row.getLong("shardid"), row.getInt("groupid"), row.getBoolean("is_active")));
  }
}
