package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.NodeSessions;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.PlanProblemCodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Prepared transactions of Citus that are too old to end by themselves: a restart would wait for
/// them in vain, so nothing is written either.
public final class TransactionBlockers {
  /// A daemon finishes them once in each interval; two have passed, and a little more.
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration USUAL_RECOVERY = Duration.ofMinutes(1);

  private final Inventory inventory;
  private final CatalogFacts.Known catalog;

  public TransactionBlockers(Inventory inventory, CatalogFacts.Known catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /// The transactions that block a restart.
  ///
  /// @param restarting nodes that the plan stops; where there is none, nothing is blocked
  public List<Problem> of(Set<NodeName> restarting) {
    List<Problem> problems = new ArrayList<>();
    if (restarting.isEmpty()) {
      return problems;
    }
    for (CatalogFacts.CatalogNode row : catalog.nodes()) {
      NodeSessions sessions = catalog.sessions().get(row.id());
      Optional<Node> node =
          inventory.nodes().stream().filter(one -> one.address().equals(row.address())).findFirst();
      if (sessions != null && node.isPresent()) {
        List<PreparedTransaction> stuck =
            sessions.prepared().stream()
                .filter(PreparedTransaction::ofCitus)
                .filter(one -> one.age().compareTo(limit(sessions)) > 0)
                .toList();
        if (!stuck.isEmpty()) {
          problems.add(problem(node.get(), stuck));
        }
      }
    }
    return problems;
  }

  private static Duration limit(NodeSessions sessions) {
    Duration recovery = sessions.recovery().isPositive() ? sessions.recovery() : USUAL_RECOVERY;
    return recovery.multipliedBy(2).plus(MARGIN);
  }

  private Problem problem(Node node, List<PreparedTransaction> stuck) {
    PreparedTransaction oldest = stuck.getFirst();
    return new Problem(
        PlanProblemCodes.TRANSACTIONS_PREPARED,
        "prepared transactions on " + node.name() + " do not end: no node can be restarted",
        "host " + node.host() + ", node " + node.name(),
        (stuck.size() == 1 ? "one is" : stuck.size() + " are, the oldest")
            + " "
            + oldest.age().toSeconds()
            + " s old: "
            + ForeignText.inline(oldest.id())
            + "; the node that began it should have finished it: it is gone, its session is still"
            + " open, or citus.recover_2pc_interval is off",
        "end each of them on this node: a row in pg_dist_transaction with that gid, on any node, means COMMIT"
            + " PREPARED, none means ROLLBACK PREPARED; the list:"
            + ServerCommand.line(
                inventory.hostOf(node),
                ServerCommand.psql(
                    inventory,
                    node,
                    "SELECT * FROM pg_prepared_xacts WHERE gid ~ '^citus_' ORDER BY prepared"))
            + "then run the same command again");
  }
}
