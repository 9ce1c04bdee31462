package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterChecks;
import dev.citusdeploy.catalog.JobCatalog;
import dev.citusdeploy.catalog.NodeCatalog;
import dev.citusdeploy.catalog.RoleCatalog;
import dev.citusdeploy.catalog.ShardCatalog;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// The catalog over one session, shared by its parts.
final class JdbcCitusCatalog implements CitusCatalog {
  /// Limit for statements on every node: a client can hold locks there for any time, and this
  /// session's `lock_timeout` does not apply to the nodes' sessions.
  static final Duration CLUSTER_WIDE = Duration.ofMinutes(2);

  private static final int REPEATS = 2;
  private static final double REPEAT_PAUSE = 0.7;

  private final JdbcSession session;
  private final NodeQueries questions = new NodeQueries();
  private final Timeouts timeouts;
  private final NodeCatalog nodes;
  private final RoleCatalog roles;
  private final ShardCatalog shards;
  private final JobCatalog jobs;
  private final ClusterChecks checks;

  /// @param session with the coordinator, in the cluster's database
  /// @param random where salts of password verifiers come from
  JdbcCitusCatalog(JdbcSession session, SecureRandom random, Timeouts timeouts) {
    this.session = session;
    this.timeouts = timeouts;
    nodes = new JdbcNodeCatalog(session);
    roles = new JdbcRoleCatalog(session, random, timeouts);
    shards = new JdbcShardCatalog(session, questions, timeouts);
    jobs = new JdbcJobCatalog(session, timeouts);
    checks = new JdbcClusterChecks(session, questions, timeouts);
  }

  @Override
  public void within(Duration limit) {
    session.within(limit);
  }

  @Override
  public CatalogFacts.Known facts(List<String> wanted) {
    CatalogFacts.Known facts = CatalogQuery.of(session, questions, wanted, timeouts);
    // Nodes are not read at the very same moment, so a change in progress can look like a
    // difference. Lost metadata still differs when it is read again.
    for (int again = 0; again < REPEATS && facts.metadata().anyStale(facts.nodes()); again++) {
      session.execute(Sql.of("waiting a moment", "SELECT pg_sleep(?)", REPEAT_PAUSE));
      facts = CatalogQuery.of(session, questions, wanted, timeouts);
    }
    return facts;
  }

  @Override
  public NodeCatalog nodes() {
    return nodes;
  }

  @Override
  public RoleCatalog roles() {
    return roles;
  }

  @Override
  public ShardCatalog shards() {
    return shards;
  }

  @Override
  public JobCatalog jobs() {
    return jobs;
  }

  @Override
  public ClusterChecks checks() {
    return checks;
  }

  @Override
  public void close() {
    session.close();
  }
}
