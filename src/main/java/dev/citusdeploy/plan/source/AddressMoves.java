package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.List;
import java.util.Optional;

/// Steps that let a node's row in the catalog follow the node to another port.
public final class AddressMoves {
  private final Situation situation;
  private final CatalogView catalog;

  public AddressMoves(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
  }

  /// Whether the catalog lists a node, so that what Citus propagates fails until it serves.
  boolean isListed(DesiredNode node) {
    return catalog.row(node).isPresent();
  }

  /// The step for a node; empty when its row stays where it is.
  ///
  /// @param after what makes the node serve at its new port
  Optional<Step> of(DesiredNode desired, List<String> after) {
    Node node = desired.node();
    return catalog
        .former(desired)
        .map(row -> {
          Action action = action(node, row);
          return new Step(
              node.name() + "/" + action.word(),
              situation.coordinator().node().host(),
              node.name(),
              action,
              reason(row.address(), node.address()),
              after);
        });
  }

  private static Action action(Node node, CatalogNode row) {
    return node.role() == Role.COORDINATOR
        ? new Action.SetCoordinatorHost(node.address())
        : new Action.MoveNode(row.id(), row.address(), node.address());
  }

  private static String reason(NodeAddress from, NodeAddress to) {
    return "its port changes from " + from.port() + " to " + to.port();
  }
}
