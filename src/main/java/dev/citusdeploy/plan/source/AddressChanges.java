package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.action.SetCoordinatorHost;
import dev.citusdeploy.plan.action.UpdateNodeAddress;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.Optional;

/// Steps that let a node's row in the catalog follow the node to another port.
public final class AddressChanges {
  private final Situation situation;
  private final CatalogView catalog;
  private final Preconditions preconditions;

  /// The changes of a cluster's rows.
  public AddressChanges(Situation situation, CatalogView catalog, Preconditions preconditions) {
    this.situation = situation;
    this.catalog = catalog;
    this.preconditions = preconditions;
  }

  /// Adds the step for a node, once it serves at its new port.
  ///
  /// @return its id; empty when the node's row stays as it is
  Optional<String> addTo(PlanDraft draft, DesiredNode desired) {
    Node node = desired.node();
    return catalog
        .former(desired)
        .map(row -> {
          Action action = action(node, row);
          return draft
              .inCatalog(
                  node.name() + "/" + action.word(),
                  situation.coordinator().node(),
                  node.name(),
                  action,
                  reason(row.address(), node.address()))
              .plannedOn(precondition(row))
              .after(Milestone.serving(node.name()))
              .requires(Milestone.OLD_NODES_SERVE)
              .leadsTo(Milestone.addressOf(node.name()))
              .leadsTo(Milestone.serving(node.name()))
              .add();
        });
  }

  private static Action action(Node node, CatalogNode row) {
    return row.group() == 0
        ? new SetCoordinatorHost(row.address(), node.address())
        : new UpdateNodeAddress(row.id(), row.address(), node.address());
  }

  private Precondition precondition(CatalogNode row) {
    return row.group() == 0
        ? preconditions.coordinatorRow()
        : new Precondition.NodeRow(row.address(), row.id());
  }

  private static String reason(NodeAddress from, NodeAddress to) {
    return "its port changes from " + from.port() + " to " + to.port();
  }
}
