package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.MetadataFacts.NodeMetadata;
import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;

/// SQL about Citus' metadata: a node's own copy of it, and placements.
///
/// Only what Citus keeps identical on all nodes is compared: hash-distributed tables and tables
/// without a distribution key, and nodes without `metadatasynced`, which only the coordinator
/// keeps. A sum of hashes does not depend on the order, so nothing is sorted.
final class MetadataSql {
  /// Whether a node's library has its extension's version: otherwise `shard_name` fails, and with
  /// it the whole query.
  private static final String FITS =
      """
      (SELECT pg_catalog.split_part(extversion, '-', 1) FROM pg_catalog.pg_extension
        WHERE extname OPERATOR(pg_catalog.=) 'citus')
      OPERATOR(pg_catalog.=)
      pg_catalog.substring(pg_catalog.citus_version(), 'Citus ([0-9]+[.][0-9]+)')
      """;

  /// Whether a placement is its shard's only one.
  private static final String ALONE =
      """
      NOT EXISTS (SELECT FROM pg_catalog.pg_dist_placement AS other
        WHERE other.shardid OPERATOR(pg_catalog.=) place.shardid
          AND other.groupid OPERATOR(pg_catalog.<>) place.groupid)
      """;

  /// The node's own group, if it is the only one that holds some shard.
  private static final String OWN =
      """
      (SELECT place.groupid::pg_catalog.text FROM pg_catalog.pg_dist_placement AS place
        WHERE place.groupid OPERATOR(pg_catalog.=)
            (SELECT groupid FROM pg_catalog.pg_dist_local_group)
          AND place.shardstate OPERATOR(pg_catalog.=) 1
          AND $ALONE
        LIMIT 1)
      """
          .replace("$ALONE", ALONE);

  /// The record of a node's metadata, one of those of [NodeSql#JOIN]. There is none where the
  /// node's library does not fit its extension.
  static final String RECORD =
      """
      SELECT 4, '', ARRAY['metadata',
        (SELECT groupid::pg_catalog.text FROM pg_catalog.pg_dist_local_group),
        (SELECT $DIGEST(one.nodeid, one.groupid, one.nodename, one.nodeport, one.isactive,
            one.noderole, one.shouldhaveshards)
          FROM pg_catalog.pg_dist_node AS one),
        (SELECT $DIGEST(one.name, one.partmethod, one.repmodel, one.autoconverted)
          FROM kept AS one),
        (SELECT $DIGEST(kept.name, one.shardid, one.shardstorage, one.shardminvalue,
            one.shardmaxvalue)
          FROM pg_catalog.pg_dist_shard AS one JOIN kept
            ON kept.logicalrelid OPERATOR(pg_catalog.=) one.logicalrelid),
        (SELECT $DIGEST(one.shardid, one.groupid)
          FROM pg_catalog.pg_dist_placement AS one
          JOIN pg_catalog.pg_dist_shard AS shard
            ON shard.shardid OPERATOR(pg_catalog.=) one.shardid
          JOIN kept ON kept.logicalrelid OPERATOR(pg_catalog.=) shard.logicalrelid
          WHERE one.shardstate OPERATOR(pg_catalog.=) 1),
        (SELECT lacking.number::pg_catalog.text FROM lacking),
        (SELECT CASE WHEN lacking.number OPERATOR(pg_catalog.>) 0 THEN $PRESENT ELSE $OWN END
          FROM lacking)]
      WHERE $FITS
      """
          .replaceAll(
              "\\$DIGEST\\(([^)]*)\\)",
              "pg_catalog.concat(pg_catalog.count(*), ' ', pg_catalog.sum("
                  + "pg_catalog.hashtextextended(pg_catalog.concat_ws('|', $1), 0)))")
          .replace("$PRESENT", present())
          .replace("$OWN", OWN)
          .replace("$FITS", FITS);

  /// The relations `kept` and `lacking` that [#RECORD] needs in its WITH clause.
  static final String KEPT =
      """
      kept AS MATERIALIZED (
        SELECT given.logicalrelid, given.partmethod, given.repmodel, given.autoconverted,
          pg_catalog.concat(home.nspname, '.', shell.relname) AS name
        FROM pg_catalog.pg_dist_partition AS given
        JOIN pg_catalog.pg_class AS shell ON shell.oid OPERATOR(pg_catalog.=) given.logicalrelid
        JOIN pg_catalog.pg_namespace AS home
          ON home.oid OPERATOR(pg_catalog.=) shell.relnamespace
        WHERE given.partmethod OPERATOR(pg_catalog.=) ANY (ARRAY['h', 'n']::pg_catalog."char"[])),
      lacking AS MATERIALIZED (SELECT pg_catalog.count(*) AS number FROM $MISSING)
      """
          .replace("$MISSING", missing(""));

  /// On a node: how many copies of reference tables are missing.
  static final String MISSING_REFERENCES =
      "SELECT pg_catalog.count(*) FROM "
          + missing(
              """
              AND EXISTS (SELECT FROM pg_catalog.pg_dist_partition AS given
                WHERE given.logicalrelid OPERATOR(pg_catalog.=) shard.logicalrelid
                  AND given.partmethod OPERATOR(pg_catalog.=) 'n'
                  AND given.repmodel OPERATOR(pg_catalog.=) 't')
              """);

  /// On the coordinator: placements of groups that no node has.
  static final String ORPHANS =
      """
      SELECT 'orphans' AS kind, place.groupid AS id, ARRAY[count(*)::text] AS cells
      FROM pg_dist_placement AS place
      WHERE NOT EXISTS (SELECT FROM pg_dist_node AS node WHERE node.groupid = place.groupid)
        AND place.groupid <> 0
      GROUP BY place.groupid
      """;

  /// On the coordinator: tables with shards that only some groups hold, the parameter.
  static final String ONLY_COPIES =
      """
      SELECT 'table' AS kind, held.groupid AS id,
        ARRAY[held.logicalrelid::text, held.shards::text,
          (SELECT count(*) FROM pg_dist_shard AS every
            WHERE every.logicalrelid = held.logicalrelid)::text] AS cells
      FROM (
        SELECT place.groupid, shard.logicalrelid, count(*) AS shards
        FROM pg_dist_placement AS place JOIN pg_dist_shard AS shard USING (shardid)
        WHERE place.groupid = ANY (?) AND place.shardstate = 1
          AND NOT EXISTS (SELECT FROM pg_dist_placement AS other
            WHERE other.shardid = place.shardid AND other.groupid <> place.groupid
              AND other.shardstate = 1)
        GROUP BY place.groupid, shard.logicalrelid) AS held
      ORDER BY held.shards DESC, held.logicalrelid::text
      LIMIT 1000
      """;

  private MetadataSql() {}

  /// The relation of a node's own placements that have no table there. The names are computed
  /// before any is resolved, regardless of the planner's join order: a name combined from parts of
  /// two tables would be an error.
  private static String missing(String condition) {
    return """
    $NAMED AS own
        WHERE pg_catalog.to_regclass(own.name) IS NULL
    """
        .replace(
            "$NAMED",
            named(
                """
                place.groupid OPERATOR(pg_catalog.=)
                  (SELECT groupid FROM pg_catalog.pg_dist_local_group)
                """
                    + condition));
  }

  /// The group most of whose shards have tables on the node; only shards in a single group count. A
  /// sync sets a node's group without checking its data, so only this shows whose data it is.
  private static String present() {
    return """
    (SELECT there.groupid FROM $NAMED AS there
      WHERE pg_catalog.to_regclass(there.name) IS NOT NULL
      GROUP BY there.groupid ORDER BY pg_catalog.count(*) DESC, there.groupid
      LIMIT 1)::pg_catalog.text
    """
        .replace(
            "$NAMED",
            named(
                """
                $ALONE
                """
                    .replace("$ALONE", ALONE)));
  }

  /// Placements with the names of their tables, which may be missing.
  private static String named(String condition) {
    return """
    (SELECT place.groupid, $SHARD AS name
          FROM pg_catalog.pg_dist_placement AS place
          JOIN pg_catalog.pg_dist_shard AS shard
            ON shard.shardid OPERATOR(pg_catalog.=) place.shardid
          JOIN pg_catalog.pg_class AS shell ON shell.oid OPERATOR(pg_catalog.=) shard.logicalrelid
          JOIN pg_catalog.pg_namespace AS home
            ON home.oid OPERATOR(pg_catalog.=) shell.relnamespace
          WHERE place.shardstate OPERATOR(pg_catalog.=) 1
            AND $CONDITION
          OFFSET 0)\
    """
        .replace("$SHARD", NodeSql.SHARD_NAME)
        .replace("$CONDITION", condition);
  }

  /// Reads the cells of [#RECORD].
  static NodeMetadata read(Cells cells) {
    return new NodeMetadata(
        cells.count(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        cells.number(6),
        cells.count(7));
  }

  /// Reads the cells of a row of [#ONLY_COPIES].
  static TableShards table(Cells cells) {
    return new TableShards(cells.get(0), cells.number(1), cells.number(2));
  }

  /// On the coordinator: deletes the placements of reference tables that a group lost, where
  /// another group has them. Its parameter is the group.
  static final String FORGET_REFERENCES =
      """
      DELETE FROM pg_dist_placement AS place
      USING pg_dist_shard AS shard, pg_dist_partition AS given
      WHERE place.groupid = ? AND shard.shardid = place.shardid
        AND given.logicalrelid = shard.logicalrelid
        AND given.partmethod = 'n' AND given.repmodel = 't'
        AND EXISTS (SELECT FROM pg_dist_placement AS other
          WHERE other.shardid = place.shardid AND other.groupid <> place.groupid)
      """;
}
