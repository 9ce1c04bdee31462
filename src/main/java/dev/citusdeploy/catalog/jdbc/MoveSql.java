package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.JobFacts.Move;
import dev.citusdeploy.catalog.JobFacts.Stage;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.model.NodeAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Moves of shards that are under way, from `get_rebalance_progress`. Its columns are the same in
/// Citus 11.2 to 14.0 (`udfs/get_rebalance_progress/11.2-1.sql` in its sources).
final class MoveSql {
  private static final String MOVES =
      """
      SELECT sessionid, table_name::text AS table_name, shardid, sourcename, sourceport,
        targetname, targetport, progress, operation_type, status, source_shard_size,
        target_shard_size,
        CASE WHEN source_lsn IS NOT NULL AND target_lsn IS NOT NULL
          THEN greatest(source_lsn - target_lsn, 0)::bigint END AS lag
      FROM get_rebalance_progress()
      ORDER BY sessionid, progress DESC, shardid
      """;

  private MoveSql() {}

  /// All moves. Citus asks the source and the target of each for sizes.
  ///
  /// @param limit how long that may take
  static List<Move> moves(JdbcSession session, Duration limit) {
    return session.query(
        Sql.of("reading how far moves of shards are", MOVES).within(limit), MoveSql::move);
  }

  private static Move move(ResultSet row) throws SQLException {
    long lag = row.getLong("lag");
    OptionalLong behind = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(lag);
    return new Move(
        row.getLong("sessionid"),
        row.getString("table_name"),
        row.getLong("shardid"),
        new NodeAddress(row.getString("sourcename"), row.getInt("sourceport")),
        new NodeAddress(row.getString("targetname"), row.getInt("targetport")),
        stage(row.getLong("progress")),
        "copy".equals(row.getString("operation_type")),
        row.getString("status"),
        row.getLong("source_shard_size"),
        row.getLong("target_shard_size"),
        behind);
  }

  /// `REBALANCE_PROGRESS_WAITING`, `_MOVING` and `_MOVED` in Citus' sources.
  private static Stage stage(long progress) {
    return progress <= 0 ? Stage.WAITING : progress == 1 ? Stage.MOVING : Stage.MOVED;
  }
}
