package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.List;

/// Checks, before anything is registered, whether every node has Citus as all others do, and
/// whether nodes reach each other at the addresses that the catalog will get: what is wrong later
/// leaves a half-registered cluster.
public record CheckConnectivity(List<NodeConnections> connections) implements Action {
  /// Copies the list.
  public CheckConnectivity {
    connections = List.copyOf(connections);
  }

  private static final ActionTraits TRAITS =
      ActionTraits.of("check-connectivity", Symbol.CHECK, Place.CATALOG);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "check connectivity between "
        + connections.size()
        + (connections.size() == 1 ? " node" : " nodes");
  }

  @Override
  public String awaited() {
    return "the nodes to connect to each other";
  }

  /// What one node must reach.
  ///
  /// @param from the node that dials, from inside its container
  /// @param to the nodes that must let it in
  public record NodeConnections(DesiredNode from, List<Node> to) {
    /// Copies the list.
    public NodeConnections {
      to = List.copyOf(to);
    }
  }
}
