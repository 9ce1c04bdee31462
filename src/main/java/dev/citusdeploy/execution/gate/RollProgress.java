package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// How far the re-creations of a run have come. Thread-safe.
public final class RollProgress {
  private final List<NodeName> nodes;
  private final SequencedSet<NodeName> recreated = new LinkedHashSet<>();

  private final Map<NodeAddress, NodeAddress> moves;

  private RollProgress(List<NodeName> nodes, Map<NodeAddress, NodeAddress> moves) {
    this.nodes = nodes;
    this.moves = Map.copyOf(moves);
  }

  /// The re-creations of a plan.
  public static RollProgress of(Plan plan) {
    Map<NodeAddress, NodeAddress> moves = new HashMap<>();
    plan.steps().stream()
        .flatMap(step -> step.action().addressChange().stream())
        .forEach(change -> moves.put(change.from(), change.to()));
    return new RollProgress(
        plan.steps().stream()
            .filter(step -> step.action().traits().stopsServer())
            .map(Step::node)
            .filter(Objects::nonNull)
            .toList(),
        moves);
  }

  /// The catalog's answer, with the nodes whose rows have yet to move at the addresses that they
  /// get.
  ClusterReadiness asWanted(ClusterReadiness now) {
    return moves.isEmpty() ? now : now.readdressed(moves);
  }

  /// Whether a node's row gets an address only after the node was re-created there.
  boolean moves(NodeAddress wanted) {
    return moves.containsValue(wanted);
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
