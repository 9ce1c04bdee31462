package dev.citusdeploy.plan.source;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.action.AwaitHealthy;
import dev.citusdeploy.plan.action.AwaitHealthy.Moment;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Orders what stops a server: a few nodes at a time, each between two waits for a healthy cluster.
public final class Restarts {
  private final int unavailable;
  private final ConnectionOrder order;
  private final AddressChanges addresses;
  private final Preconditions preconditions;
  private final Situation situation;

  /// The order of a cluster's restarts.
  ///
  /// @param unavailable how many workers may be re-created at once
  /// @param order which workers come after the coordinator
  /// @param addresses which rows of the catalog get another address
  public Restarts(
      Situation situation,
      int unavailable,
      ConnectionOrder order,
      AddressChanges addresses,
      Preconditions preconditions) {
    this.situation = situation;
    this.unavailable = unavailable;
    this.order = order;
    this.addresses = addresses;
    this.preconditions = preconditions;
  }

  /// Nodes that do not serve anyway first, then workers, the coordinator alone and last but for
  /// workers that must not come before it.
  ///
  /// @param starts steps that bring back nodes that are down: no other node is stopped before
  void addTo(PlanDraft draft, List<NodeNeeds> needs, List<String> starts) {
    // A server that gets an unfit image ends the roll before it has begun.
    List<String> previous = new ArrayList<>(starts);
    needs.stream()
        .map(need -> need.node().node().host())
        .distinct()
        .forEach(host -> previous.addAll(draft.stepsTo(Milestone.imageOn(host))));
    List<String> before = previous;
    for (List<NodeNeeds> group : groups(needs)) {
      before = group.isEmpty() ? before : chains(draft, group, before);
    }
  }

  private List<List<NodeNeeds>> groups(List<NodeNeeds> needs) {
    List<NodeNeeds> all = needs.stream().filter(need -> need.recreate() != null).toList();
    List<List<NodeNeeds>> groups = new ArrayList<>();
    for (boolean serves : new boolean[] {false, true}) {
      for (boolean coordinator : new boolean[] {false, true}) {
        groups.add(
            all.stream()
                .filter(need -> need.serves() == serves)
                .filter(need -> situation.isCoordinator(need.node()) == coordinator)
                .filter(need -> !isLate(need))
                .toList());
      }
    }
    groups.add(all.stream().filter(this::isLate).toList());
    return groups;
  }

  private boolean isLate(NodeNeeds need) {
    return order.late(need.node()).isPresent();
  }

  /// Plans as many chains as nodes may be down at once; in each, one waits for the other.
  ///
  /// @param before what all wait for
  /// @return the ends of the chains
  private List<String> chains(PlanDraft draft, List<NodeNeeds> group, List<String> before) {
    List<String> ids = new ArrayList<>();
    for (NodeNeeds need : group) {
      int chained = ids.size() - unavailable;
      ids.add(restart(draft, need, chained < 0 ? before : List.of(ids.get(chained))));
    }
    return ids.subList(Math.max(0, ids.size() - unavailable), ids.size());
  }

  /// The row of a node that gets another port is changed before the node is checked, and before
  /// anything else is stopped: until then no other node reaches it.
  private String restart(PlanDraft draft, NodeNeeds need, List<String> before) {
    Node node = need.node().node();
    String reason =
        Objects.requireNonNull(need.recreate())
            + order.late(need.node()).map(why -> "; " + why).orElse("");
    String ready =
        NodeSource.afterFiles(
                draft,
                draft.onNode(
                    node,
                    new AwaitHealthy(need.node(), Moment.BEFORE_STOP),
                    "no node is stopped while another one is not healthy"),
                node.host())
            .after(before)
            .add();
    draft
        .onNode(node, new RecreateNode(need.node()), reason)
        .plannedOn(preconditions.container(need.node()))
        .after(List.of(ready))
        .requires(Milestone.OLD_NODES_SERVE)
        .leadsTo(Milestone.serving(node.name()))
        .add();
    addresses.addTo(draft, need.node());
    return draft
        .onNode(
            node,
            new AwaitHealthy(need.node(), Moment.AFTER_START),
            "the next node is stopped, and the catalog changed, when it is healthy")
        .after(Milestone.serving(node.name()))
        .leadsTo(Milestone.serving(node.name()))
        .add();
  }
}
