package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.ClusterChecks;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.Sql;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// Checks of all nodes over one session with the coordinator.
final class JdbcClusterChecks implements ClusterChecks {
  private final JdbcSession session;
  private final NodeQueries questions;
  private final Timeouts timeouts;

  /// @param questions remembers which nodes did not answer
  JdbcClusterChecks(JdbcSession session, NodeQueries questions, Timeouts timeouts) {
    this.session = session;
    this.questions = questions;
    this.timeouts = timeouts;
  }

  @Override
  public List<NodeAddress> silent(List<NodeAddress> nodes, Duration limit) {
    return ResponseQuery.of(session, nodes, limit);
  }

  @Override
  public ClusterReadiness readiness(Duration connectTimeout) {
    return ReadinessQuery.of(session, questions, connectTimeout, timeouts);
  }

  @Override
  public void finishPreparedTransactions() {
    session.execute(
        Sql.of(
                "finishing prepared transactions",
                "SELECT success FROM run_command_on_all_nodes("
                    + "'SELECT pg_catalog.recover_prepared_transactions()')")
            .within(JdbcCitusCatalog.CLUSTER_WIDE));
  }
}
