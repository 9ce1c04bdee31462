package dev.citusdeploy.execution;

import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Plan;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// How far the re-creations of a run have come. Thread-safe.
final class Roll {
  private final List<NodeName> nodes;
  private final SequencedSet<NodeName> recreated = new LinkedHashSet<>();
  private boolean stopped;

  private Roll(List<NodeName> nodes) {
    this.nodes = nodes;
  }

  /// The re-creations of a plan.
  static Roll of(Plan plan) {
    return new Roll(
        plan.steps().stream()
            .filter(step -> step.action() instanceof Action.RecreateNode)
            .map(step -> ((Action.RecreateNode) step.action()).node().node().name())
            .toList());
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
