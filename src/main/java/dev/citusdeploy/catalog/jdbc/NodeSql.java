package dev.citusdeploy.catalog.jdbc;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// SQL that is sent to every node by `run_command_on_all_nodes`, and its result: records of cells,
/// separated by control characters that no cell contains. Not JSON: a node's answer is foreign
/// text, and parsing it must not fail the coordinator's statement for all other nodes.
///
/// Rules for these texts, since they run as superuser with the search path of each node's session:
/// every function, type, operator and relation is named with its schema.
final class NodeSql {
  /// How much of one node's answer is read, in characters.
  static final int LIMIT = 1_000_000;

  /// The same limits as in [#JOIN], in case a node exceeds them.
  private static final int MOST_RECORDS = 2000;

  private static final int LONGEST_CELL = 1000;

  private static final String RECORD = "\u001e";
  private static final String CELL = "\u001f";

  /// Joins the relation `record (rank, key, cells)` into one text.
  static final String JOIN =
      """
      SELECT pg_catalog.string_agg(line.text, E'\\x1e' ORDER BY line.rank, line.key)
      FROM (
        SELECT record.rank, record.key, (
          SELECT pg_catalog.string_agg(
            pg_catalog.left(pg_catalog.translate(coalesce(one.cell, ''), E'\\x1e\\x1f', ''), 1000),
            E'\\x1f' ORDER BY one.place)
          FROM pg_catalog.unnest(record.cells) WITH ORDINALITY AS one (cell, place)) AS text
        FROM record
        ORDER BY record.rank, record.key
        LIMIT 2000) AS line
      """;

  /// Records of prepared transactions in this database: their cells are `prepared`, the global
  /// name, the number, the owner and the age in seconds.
  static final String PREPARED =
      """
      SELECT 9, pg_catalog.to_char(one.prepared, 'YYYYMMDDHH24MISSUS'), ARRAY['prepared',
        one.gid, one.transaction::pg_catalog.text, one.owner::pg_catalog.text,
        pg_catalog.date_part('epoch', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.-)
          one.prepared)::pg_catalog.int8::pg_catalog.text]
      FROM pg_catalog.pg_prepared_xacts AS one
      WHERE one.database OPERATOR(pg_catalog.=) pg_catalog.current_database()
      """;

  /// How often prepared transactions are finished, in milliseconds.
  static final String RECOVERY =
      """
      (pg_catalog.date_part('epoch',
        pg_catalog.current_setting('citus.recover_2pc_interval')::pg_catalog.interval)
        OPERATOR(pg_catalog.*) 1000)::pg_catalog.int8::pg_catalog.text
      """;

  /// Versions of collations that databases, and collations in use in this one, record, as words
  /// `provider:recorded:actual`. A database in C.UTF-8 records none.
  static final String COLLATIONS =
      """
      (SELECT pg_catalog.string_agg(pg_catalog.concat(one.by, ':', one.recorded, ':', one.actual), ' ')
        FROM (
          SELECT datlocprovider AS by, datcollversion AS recorded,
            pg_catalog.pg_database_collation_actual_version(oid) AS actual
          FROM pg_catalog.pg_database
          WHERE datallowconn AND datcollversion IS NOT NULL
          UNION
          SELECT given.collprovider, given.collversion,
            pg_catalog.pg_collation_actual_version(given.oid)
          FROM pg_catalog.pg_collation AS given
          WHERE given.collversion IS NOT NULL AND EXISTS (
            SELECT FROM pg_catalog.pg_depend AS user_of
            WHERE user_of.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_collation'::pg_catalog.regclass
              AND user_of.refobjid OPERATOR(pg_catalog.=) given.oid)
        ) AS one)
      """;

  /// A statement on the coordinator that sends a text to all nodes and yields `nodeid`, `success`
  /// and `result`. Its parameters are the connection's limit in milliseconds, which ends with the
  /// statement, and the text. Without a registered node nothing is sent: Citus would connect to
  /// `localhost`.
  static final String ASK =
      """
      quick AS MATERIALIZED (
        SELECT set_config('citus.node_connection_timeout', ?, true) AS value
        FROM (SELECT FROM pg_dist_node LIMIT 1) AS registered),
      answer AS MATERIALIZED (
        SELECT given.nodeid, given.success, left(given.result, %d) AS result
        FROM quick CROSS JOIN LATERAL run_command_on_all_nodes(
          CASE WHEN quick.value IS NOT NULL THEN ? END) AS given)
      """
          .formatted(LIMIT);

  /// The nodes' answers to [#ASK], as rows of the kind `answer`.
  static final String ANSWERS =
      """
      SELECT 'answer' AS kind, nodeid AS id, ARRAY[success::text, result] AS cells FROM answer
      """;

  /// What `run_command_on_all_nodes` calls, for a single node: yields `success` and `result`. Its
  /// parameters are the node's host and port, and the text.
  static final String ONE =
      "master_run_on_worker(ARRAY[?::text], ARRAY[?::int], ARRAY[?::text], false)";

  /// The name that a shard's table has on its node. Needs the relations `shard` (`pg_dist_shard`)
  /// and `home`, the schema of its table. Citus names no schema for shards in `public`.
  static final String SHARD_NAME =
      """
      pg_catalog.concat(
        CASE WHEN home.nspname OPERATOR(pg_catalog.=) 'public' THEN 'public.' END,
        pg_catalog.shard_name(shard.logicalrelid, shard.shardid))\
      """;

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private NodeSql() {}

  /// A node's answer as records of cells.
  static List<Cells> records(String answer) {
    return Stream.of(answer.split(RECORD, MOST_RECORDS + 1))
        .limit(MOST_RECORDS)
        .map(record -> new Cells(cells(record)))
        .toList();
  }

  private static List<String> cells(String record) {
    return Stream.of(record.split(CELL, -1))
        .map(cell -> cell.substring(0, Math.min(cell.length(), LONGEST_CELL)))
        .toList();
  }

  /// The cells of a record. A missing one is empty and an invalid number is 0: an invalid answer of
  /// one node must not affect the others.
  record Cells(List<String> all) {
    String get(int place) {
      return place < all.size() ? all.get(place) : "";
    }

    long number(int place) {
      return NUMBER.matcher(get(place)).matches() ? Long.parseLong(get(place)) : 0;
    }

    /// A number of at least 0 that an `int` holds.
    int count(int place) {
      return Math.clamp(number(place), 0, Integer.MAX_VALUE);
    }

    boolean isTrue(int place) {
      return get(place).equals("true");
    }
  }
}
