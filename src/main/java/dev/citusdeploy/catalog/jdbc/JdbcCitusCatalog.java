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

/// The catalog over one session, which its parts share.
final class JdbcCitusCatalog implements CitusCatalog {
  /// For what is done on every node: a client can hold locks there for as long as it likes, and the
  /// limit for locks of this session does not reach the nodes' own.
  static final Duration CLUSTER_WIDE = Duration.ofMinutes(2);

  private static final int LOOKS_AGAIN = 2;
  private static final double LOOK_PAUSE = 0.7;

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
  public CatalogFacts.Known look(List<String> wanted) {
    CatalogFacts.Known look = CatalogQuery.of(session, questions, wanted, timeouts);
    // Nodes are not asked at the very same moment: what a client is just changing differs for an
    // instant, what is lost goes on differing.
    for (int again = 0; again < LOOKS_AGAIN && look.metadata().anyStale(look.nodes()); again++) {
      session.execute(Sql.of("waiting a moment", "SELECT pg_sleep(?)", LOOK_PAUSE));
      look = CatalogQuery.of(session, questions, wanted, timeouts);
    }
    return look;
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
