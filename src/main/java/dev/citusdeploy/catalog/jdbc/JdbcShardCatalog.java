package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.catalog.ShardCatalog;
import dev.citusdeploy.catalog.ShardFacts;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Tables and shards over one session with the coordinator.
final class JdbcShardCatalog implements ShardCatalog {
  private final JdbcSession session;
  private final NodeQueries questions;
  private final Timeouts timeouts;

  /// @param questions remembers which nodes did not answer
  JdbcShardCatalog(JdbcSession session, NodeQueries questions, Timeouts timeouts) {
    this.session = session;
    this.questions = questions;
    this.timeouts = timeouts;
  }

  @Override
  public SequencedMap<Integer, List<TableShards>> onlyCopies(List<Integer> groups) {
    Object array = groups.toArray(Integer[]::new);
    SequencedMap<Integer, List<TableShards>> tables = new LinkedHashMap<>();
    session
        .query(
            Sql.of("finding shards with a single copy", MetadataSql.ONLY_COPIES, array),
            CatalogRow::read)
        .forEach(row ->
            tables
                .computeIfAbsent(row.id(), _ -> new ArrayList<>())
                .add(MetadataSql.table(row.cells())));
    return tables;
  }

  @Override
  public List<NodeLoad> loads() {
    return NodeLoads.of(session, questions, timeouts);
  }

  @Override
  public ShardFacts facts() {
    return new ShardFacts(ShardSql.tables(session), ShardSql.placements(session), loads());
  }
}
