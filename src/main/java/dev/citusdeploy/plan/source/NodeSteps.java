package dev.citusdeploy.plan.source;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// Steps about single nodes: first data, start, reload, re-creation.
public final class NodeSteps {
  private final HostSteps hosts;
  private final List<NodeNeeds> needs;
  private final String fingerprint;
  private final int unavailable;
  private final ConnectionOrder order;
  private final AddressMoves moves;
  private final List<Step> steps = new ArrayList<>();
  private final Map<NodeName, String> ready = new HashMap<>();
  private final SequencedSet<String> oldReady = new LinkedHashSet<>();

  /// @param hosts the hosts' steps, which come before
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  /// @param fingerprint of the cluster's secrets, for completion marks
  /// @param unavailable how many workers may be re-created at once
  /// @param order which workers come after the coordinator
  /// @param moves which rows of the catalog move with their nodes
  public NodeSteps(
      HostSteps hosts,
      List<NodeNeeds> needs,
      String fingerprint,
      int unavailable,
      ConnectionOrder order,
      AddressMoves moves) {
    this.moves = moves;
    this.order = order;
    this.unavailable = unavailable;
    this.hosts = hosts;
    this.needs = needs;
    this.fingerprint = fingerprint;
  }

  /// Plans all steps: everything that stops no server side by side, then re-creations a few at a
  /// time, workers first.
  public void plan() {
    needs.forEach(this::reload);
    String coordinatorsData = initialise();
    List<String> starts = new ArrayList<>();
    needs.forEach(node -> start(node, coordinatorsData, starts));
    needs.stream()
        .filter(node -> node.recreate() == null)
        .forEach(node -> move(node).ifPresent(starts::add));
    recreate(starts);
    needs.forEach(this::record);
    needs.stream()
        .filter(node -> node.hadData() || moves.isListed(node.node()))
        .map(node -> ready.get(node.node().node().name()))
        .filter(Objects::nonNull)
        .forEach(oldReady::add);
  }

  /// All steps in the order they were planned.
  public List<Step> steps() {
    return steps;
  }

  /// Id of the last step that makes a node ready to serve with its new files; empty when it is.
  List<String> readiness(NodeName node) {
    String id = ready.get(node);
    return id == null ? List.of() : List.of(id);
  }

  /// The same for all nodes that had data before, which the catalog may know, and for those that it
  /// does know.
  List<String> readinessOfOldNodes() {
    return List.copyOf(oldReady);
  }

  private void reload(NodeNeeds needed) {
    if (needed.reload() != null) {
      List<String> after = hosts.filesOf(needed.node().node().host());
      add(needed, new Action.ReloadNode(needed.node()), needed.reload(), after);
    }
  }

  private void record(NodeNeeds needed) {
    if (needed.record() != null) {
      List<String> after = hosts.filesOf(needed.node().node().host());
      Node node = needed.node().node();
      Action action = new Action.RecordBirth(needed.node());
      steps.add(
          new Step(
              node.name() + "/" + action.word(),
              node.host(),
              node.name(),
              action,
              needed.record(),
              after));
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

  /// Nodes that do not serve anyway first, then workers, the coordinator alone and last but for
  /// workers that must not come before it.
  ///
  /// @param starts steps that bring back nodes that are down: no other node is stopped before
  private void recreate(List<String> starts) {
    // A server that gets an unfit image ends the roll before it has begun.
    List<String> previous = new ArrayList<>(starts);
    previous.addAll(hosts.pulled());
    for (boolean serves : new boolean[] {false, true}) {
      for (boolean coordinator : new boolean[] {false, true}) {
        List<NodeNeeds> group =
            needs.stream()
                .filter(needed -> needed.recreate() != null)
                .filter(needed -> needed.serves() == serves)
                .filter(needed -> isCoordinator(needed) == coordinator)
                .filter(needed -> !isLate(needed))
                .toList();
        previous = group.isEmpty() ? previous : recreate(group, previous);
      }
    }
    recreate(needs.stream().filter(this::isLate).toList(), previous);
  }

  private boolean isLate(NodeNeeds needed) {
    return needed.recreate() != null && order.late(needed.node()).isPresent();
  }

  /// Plans as many chains as nodes may be down at once; in each, one waits for the other.
  ///
  /// @param before what all wait for
  /// @return the ends of the chains
  private List<String> recreate(List<NodeNeeds> group, List<String> before) {
    List<String> ids = new ArrayList<>();
    for (NodeNeeds needed : group) {
      String reason =
          Objects.requireNonNull(needed.recreate())
              + order.late(needed.node()).map(why -> "; " + why).orElse("");
      List<String> after = new ArrayList<>(hosts.before(needed.node().node().host()));
      int chained = ids.size() - unavailable;
      after.addAll(chained < 0 ? before : List.of(ids.get(chained)));
      String id = add(needed, new Action.RecreateNode(needed.node()), reason, after);
      ids.add(move(needed).orElse(id));
    }
    return ids.subList(Math.max(0, ids.size() - unavailable), ids.size());
  }

  /// The row of a node that gets another port follows it before anything else is stopped: until
  /// then no other node reaches it.
  private Optional<String> move(NodeNeeds needed) {
    Node node = needed.node().node();
    return moves
        .of(needed.node(), readiness(node.name()))
        .map(step -> {
          steps.add(step);
          ready.put(node.name(), step.id());
          return step.id();
        });
  }

  /// Whether a step of these moves a node's row.
  boolean moves(NodeName node) {
    return steps.stream()
        .filter(step -> node.equals(step.node()))
        .anyMatch(step ->
            step.action() instanceof Action.MoveNode
                || step.action() instanceof Action.SetCoordinatorHost);
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
