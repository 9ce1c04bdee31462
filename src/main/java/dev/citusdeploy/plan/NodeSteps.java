package dev.citusdeploy.plan;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Steps about single nodes: first data, start, reload, re-creation.
final class NodeSteps {
  private final HostSteps hosts;
  private final List<NodeNeeds> needs;
  private final String fingerprint;
  private final List<Step> steps = new ArrayList<>();
  private final Map<NodeName, String> ready = new HashMap<>();
  private final SequencedSet<String> oldReady = new LinkedHashSet<>();

  /// @param hosts the hosts' steps, which come before
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  /// @param fingerprint of the cluster's secrets, for completion marks
  NodeSteps(HostSteps hosts, List<NodeNeeds> needs, String fingerprint) {
    this.hosts = hosts;
    this.needs = needs;
    this.fingerprint = fingerprint;
  }

  /// Plans all steps: everything that stops no server side by side, then re-creations one at a
  /// time, workers first.
  void plan() {
    needs.forEach(this::reload);
    String coordinatorsData = initialise();
    List<String> starts = new ArrayList<>();
    needs.forEach(node -> start(node, coordinatorsData, starts));
    recreate(starts);
    needs.stream()
        .filter(NodeNeeds::hadData)
        .map(node -> ready.get(node.node().node().name()))
        .filter(Objects::nonNull)
        .forEach(oldReady::add);
  }

  /// All steps in the order they were planned.
  List<Step> steps() {
    return steps;
  }

  /// Id of the last step that makes a node ready to serve with its new files; empty when it is.
  List<String> readiness(NodeName node) {
    String id = ready.get(node);
    return id == null ? List.of() : List.of(id);
  }

  /// The same for all nodes that had data before: those the catalog may know.
  List<String> readinessOfOldNodes() {
    return List.copyOf(oldReady);
  }

  private void reload(NodeNeeds needed) {
    if (needed.reload() != null) {
      List<String> after = hosts.filesOf(needed.node().node().host());
      add(needed, new Action.ReloadNode(needed.node()), needed.reload(), after);
    }
  }

  /// Returns the id of the step that makes the coordinator's data, null when it has data.
  private @Nullable String initialise() {
    String coordinators = null;
    for (NodeNeeds needed : needs) {
      if (needed.initialise() != null) {
        Action action = new Action.InitialiseData(needed.node(), fingerprint);
        List<String> after = hosts.before(needed.node().node().host());
        String id = add(needed, action, needed.initialise(), after);
        if (needed.node().node().role() == Role.COORDINATOR) {
          coordinators = id;
        }
      }
    }
    return coordinators;
  }

  /// No node starts before the coordinator has data: so a coordinator without data beside a worker
  /// that has run is a loss, never a first run that was cut off.
  private void start(NodeNeeds needed, @Nullable String coordinatorsData, List<String> starts) {
    if (needed.start() == null) {
      return;
    }
    Node node = needed.node().node();
    List<String> after = new ArrayList<>(readiness(node.name()));
    if (after.isEmpty()) {
      after.addAll(hosts.before(node.host()));
    }
    if (coordinatorsData != null && !after.contains(coordinatorsData)) {
      after.add(coordinatorsData);
    }
    String id = add(needed, new Action.StartNode(needed.node()), needed.start(), after);
    if (needed.hadData()) {
      starts.add(id);
    }
  }

  /// @param starts steps that bring back nodes that are down: no other node is stopped before
  private void recreate(List<String> starts) {
    List<String> previous = starts;
    for (NodeNeeds needed : inRollingOrder()) {
      if (needed.recreate() != null) {
        List<String> after = new ArrayList<>(hosts.before(needed.node().node().host()));
        after.addAll(previous);
        Action action = new Action.RecreateNode(needed.node());
        previous = List.of(add(needed, action, needed.recreate(), after));
      }
    }
  }

  /// Nodes that do not serve anyway first, then workers, the coordinator last.
  private List<NodeNeeds> inRollingOrder() {
    return needs.stream()
        .sorted(Comparator.comparing(NodeNeeds::serves).thenComparing(NodeSteps::isCoordinator))
        .toList();
  }

  private static boolean isCoordinator(NodeNeeds needed) {
    return needed.node().node().role() == Role.COORDINATOR;
  }

  private String add(NodeNeeds needed, Action action, String reason, List<String> after) {
    Node node = needed.node().node();
    String id = node.name() + "/" + action.word();
    steps.add(new Step(id, node.host(), node.name(), action, reason, after));
    ready.put(node.name(), id);
    return id;
  }
}
