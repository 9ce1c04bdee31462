package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What speaks against stopping a node, or against taking it for healthy after its start. Only
/// nodes that the catalog knows at their address count: the others hold nothing yet.
final class HealthConditions {
  private final ExecutionContext context;
  private final Node node;
  private final Set<NodeName> inFlight;

  /// @param node the node of the step
  /// @param inFlight nodes that are being re-created; read at each query
  HealthConditions(ExecutionContext context, Node node, Set<NodeName> inFlight) {
    this.context = context;
    this.node = node;
    this.inFlight = inFlight;
  }

  /// Whether the catalog knows the node at its address, as active.
  boolean isRegistered(ClusterReadiness now) {
    return now.nodes().stream().anyMatch(row -> row.address().equals(node.address()));
  }

  /// Whether the node does not serve, so that stopping it takes nothing away.
  boolean isSilent(ClusterReadiness now) {
    return now.nodes().stream()
        .anyMatch(row -> row.address().equals(node.address()) && !row.answers());
  }

  /// What is not healthy beside the node.
  List<String> beforeStop(ClusterReadiness now) {
    Map<NodeAddress, Node> others = counted();
    others.remove(node.address());
    List<String> found = new ArrayList<>();
    for (NodeReadiness row : now.nodes()) {
      Node other = others.get(row.address());
      if (other != null) {
        judge(other, row, found);
      }
    }
    for (HealthPair pair : now.matrix()) {
      if (others.containsKey(pair.from()) && others.containsKey(pair.to())) {
        judge(now, pair, found);
      }
    }
    return found;
  }

  /// What is not healthy with the node, and between it and nodes that answer.
  List<String> afterStart(ClusterReadiness now) {
    Map<NodeAddress, Node> counted = counted();
    counted.put(node.address(), node);
    List<String> found = new ArrayList<>();
    if (!isRegistered(now)) {
      return found;
    }
    now.nodes().stream()
        .filter(row -> row.address().equals(node.address()))
        .forEach(row -> judge(node, row, found));
    for (HealthPair pair : now.matrix()) {
      boolean mine = pair.from().equals(node.address()) || pair.to().equals(node.address());
      if (mine && counted.containsKey(pair.from()) && counted.containsKey(pair.to())) {
        judge(now, pair, found);
      }
    }
    return found;
  }

  /// Nodes of the inventory that have to be healthy: not those that are down at this moment because
  /// this run re-creates them, and not those on servers that this run leaves out.
  private Map<NodeAddress, Node> counted() {
    Map<NodeAddress, Node> counted = new HashMap<>();
    for (Node other : context.inventory().nodes()) {
      if (!inFlight.contains(other.name()) && context.hosts().get(other.host()) != null) {
        counted.put(other.address(), other);
      }
    }
    return counted;
  }

  private static void judge(Node other, NodeReadiness row, List<String> found) {
    if (!row.answers() && ClusterReadiness.isLibraryUnfit(row.silence())) {
      found.add(
          other.name()
              + " runs with another Citus library than the extension in its data is of, so that every"
              + " transaction that touches it fails: "
              + row.silence().strip().replaceAll("\\s+", " "));
    } else if (!row.answers()) {
      found.add(
          other.name()
              + " does not answer SQL over TCP: "
              + row.silence().strip().replaceAll("\\s+", " "));
    } else if (!row.daemon()) {
      found.add("the maintenance daemon of " + other.name() + " does not run");
    }
  }

  /// Connections of nodes that do not answer are reported by that already.
  private void judge(ClusterReadiness now, HealthPair pair, List<String> found) {
    if (Boolean.TRUE.equals(pair.result())
        || isSilent(now, pair.from())
        || isSilent(now, pair.to())) {
      return;
    }
    found.add(name(pair.from()) + " does not reach " + name(pair.to()) + " at " + pair.to());
  }

  private static boolean isSilent(ClusterReadiness now, NodeAddress address) {
    return now.nodes().stream().anyMatch(row -> row.address().equals(address) && !row.answers());
  }

  private String name(NodeAddress address) {
    return context.inventory().nodes().stream()
        .filter(other -> other.address().equals(address))
        .map(other -> other.name().value())
        .findFirst()
        .orElse(address.toString());
  }
}
