package dev.citusdeploy.plan.source;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.RecordFirstStart;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Steps about single nodes: first data, start, reload, restart.
public final class NodeSource implements StepSource {
  private final Situation situation;
  private final List<NodeNeeds> needs;
  private final AddressChanges addresses;
  private final Restarts restarts;
  private final Preconditions preconditions;

  /// A source for some nodes.
  ///
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  /// @param addresses which rows of the catalog get another address
  /// @param restarts orders what stops a server
  public NodeSource(
      Situation situation,
      List<NodeNeeds> needs,
      AddressChanges addresses,
      Restarts restarts,
      Preconditions preconditions) {
    this.situation = situation;
    this.needs = needs;
    this.addresses = addresses;
    this.restarts = restarts;
    this.preconditions = preconditions;
  }

  /// Everything that stops no server side by side, then restarts a few at a time, workers first.
  @Override
  public void addTo(PlanDraft draft) {
    needs.forEach(need -> reload(draft, need));
    needs.forEach(need -> initialise(draft, need));
    List<String> starts = new ArrayList<>();
    for (NodeNeeds need : needs) {
      String id = start(draft, need);
      if (id != null && need.hadData()) {
        starts.add(id);
      }
    }
    needs.stream()
        .filter(need -> need.recreate() == null)
        .forEach(need -> addresses.addTo(draft, need.node()).ifPresent(starts::add));
    restarts.addTo(draft, needs, starts);
    needs.forEach(need -> record(draft, need));
  }

  private void reload(PlanDraft draft, NodeNeeds need) {
    if (need.reload() != null) {
      Node node = need.node().node();
      draft
          .onNode(node, new ReloadNode(need.node()), need.reload())
          .plannedOn(preconditions.container(need.node()))
          .after(Milestone.filesOf(node.host()))
          .leadsTo(Milestone.serving(node.name()))
          .add();
    }
  }

  private void record(PlanDraft draft, NodeNeeds need) {
    if (need.record() != null) {
      Node node = need.node().node();
      String file = situation.inventory().layout().firstStart(node.name());
      draft
          .onNode(node, new RecordFirstStart(need.node(), file), need.record())
          .plannedOn(preconditions.container(need.node()))
          .after(Milestone.filesOf(node.host()))
          .add();
    }
  }

  private void initialise(PlanDraft draft, NodeNeeds need) {
    if (need.initialise() != null) {
      Node node = need.node().node();
      String fingerprint = situation.desired().fingerprint();
      afterFiles(
              draft,
              draft.onNode(node, new InitialiseData(need.node(), fingerprint), need.initialise()),
              node.host())
          .plannedOn(preconditions.noData(need.node()))
          .leadsTo(Milestone.dataOf(node.name()))
          .leadsTo(Milestone.serving(node.name()))
          .add();
    }
  }

  /// No node starts before the coordinator has data: so a coordinator without data beside a worker
  /// that has run is a loss, never a first run that was cut off.
  private @Nullable String start(PlanDraft draft, NodeNeeds need) {
    if (need.start() == null) {
      return null;
    }
    Node node = need.node().node();
    PlanDraft.NewStep step = draft.onNode(node, new StartNode(need.node()), need.start());
    if (draft.leadsTo(Milestone.serving(node.name()))) {
      step.after(Milestone.serving(node.name()));
    } else {
      afterFiles(draft, step, node.host());
    }
    NodeName coordinator = situation.coordinator().node().name();
    return step.plannedOn(preconditions.start(need.node()))
        .after(Milestone.dataOf(coordinator))
        .requires(Milestone.dataOf(coordinator))
        .leadsTo(Milestone.serving(node.name()))
        .add();
  }

  /// What a node's container waits for.
  static PlanDraft.NewStep afterFiles(PlanDraft draft, PlanDraft.NewStep step, HostName host) {
    return step.after(Milestone.imageOn(host)).after(Milestone.filesOf(host));
  }
}
