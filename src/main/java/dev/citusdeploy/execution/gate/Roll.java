package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.Step;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// How far the re-creations of a run have come. Thread-safe.
public final class Roll {
  private final List<NodeName> nodes;
  private final SequencedSet<NodeName> recreated = new LinkedHashSet<>();
  private boolean stopped;

  private final Map<NodeAddress, NodeAddress> moves;

  private Roll(List<NodeName> nodes, Map<NodeAddress, NodeAddress> moves) {
    this.nodes = nodes;
    this.moves = Map.copyOf(moves);
  }

  /// The re-creations of a plan.
  public static Roll of(Plan plan) {
    return new Roll(
        plan.steps().stream()
            .filter(step -> step.action() instanceof Action.RecreateNode)
            .map(step -> ((Action.RecreateNode) step.action()).node().node().name())
            .toList(),
        moves(plan));
  }

  private static Map<NodeAddress, NodeAddress> moves(Plan plan) {
    Map<NodeAddress, NodeAddress> moves = new HashMap<>();
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.MoveNode(var _, var from, var to)) {
        moves.put(from, to);
      } else if (step.action() instanceof Action.SetCoordinatorHost(var to)
          && step.precondition() instanceof Precondition.CoordinatorRow(var from)
          && from != null) {
        moves.put(from, to);
      }
    }
    return moves;
  }

  /// What the catalog says, with the nodes whose rows have yet to move at the addresses that they
  /// get.
  ClusterReadiness asWanted(ClusterReadiness now) {
    return moves.isEmpty() ? now : now.readdressed(moves);
  }

  /// Whether a node's row moves after its re-creation, so that no other node reaches it before.
  boolean moves(NodeAddress wanted) {
    return moves.containsValue(wanted);
  }

  /// Whether this run has re-created a node.
  synchronized boolean hasRecreated(NodeName node) {
    return recreated.contains(node);
  }

  /// A serving node is about to be stopped.
  synchronized void stopping() {
    stopped = true;
  }

  /// Whether one was before.
  synchronized boolean hasStopped() {
    return stopped;
  }

  /// A node runs with a new container.
  synchronized void recreated(NodeName node) {
    recreated.add(node);
  }

  /// Which nodes have the new configuration, and which do not.
  synchronized String state() {
    List<NodeName> left = nodes.stream().filter(node -> !recreated.contains(node)).toList();
    return "restarted with the new configuration: "
        + words(List.copyOf(recreated))
        + "; not yet: "
        + words(left);
  }

  private static String words(List<NodeName> nodes) {
    return nodes.isEmpty()
        ? "none"
        : nodes.stream().map(NodeName::value).collect(Collectors.joining(", "));
  }
}
