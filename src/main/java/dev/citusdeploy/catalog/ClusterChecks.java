package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// Whether nodes answer, and whether one may be stopped.
public interface ClusterChecks {
  /// Returns those of some nodes that do not answer a connection of the coordinator; all are tried
  /// at once.
  ///
  /// @param limit how long one may take
  List<NodeAddress> silent(List<NodeAddress> nodes, Duration limit);

  /// Whether every active node reaches every active node, itself included, and whether one may be
  /// stopped now, in one statement; wakes maintenance daemons that sleep.
  ///
  /// @param connectTimeout how long one node may take to reach another
  ClusterReadiness readiness(Duration connectTimeout);

  /// Lets every active node that answers finish the prepared transactions it began, as its daemon
  /// does from time to time (`recover_prepared_transactions`).
  void finishPreparedTransactions();
}
