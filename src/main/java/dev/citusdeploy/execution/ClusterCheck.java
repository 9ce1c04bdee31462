package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Compares what the catalog says of the cluster with what a healthy one says.
final class ClusterCheck {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final Inventory inventory;

  ClusterCheck(Inventory inventory) {
    this.inventory = inventory;
  }

  /// What is wrong, one line each; empty when the cluster is healthy.
  List<String> complaints(CitusCatalog catalog) {
    List<String> complaints = new ArrayList<>();
    CatalogFacts.Known known = catalog.look(List.of());
    Map<NodeAddress, CatalogFacts.CatalogNode> rows = new HashMap<>();
    known.nodes().forEach(row -> rows.put(row.address(), row));
    SequencedMap<CatalogFacts.NodeVersions, List<String>> versions = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      CatalogFacts.CatalogNode row = rows.get(node.address());
      if (row == null) {
        complaints.add("node " + node.name() + " is not registered at " + node.address());
      } else {
        judge(node, row, complaints);
        CatalogFacts.NodeVersions said = known.versions().get(row.id());
        if (said == null) {
          complaints.add("node " + node.name() + " does not tell its versions");
        } else {
          versions.computeIfAbsent(said, _ -> new ArrayList<>()).add(node.name().value());
        }
      }
    }
    if (versions.size() > 1) {
      versions.forEach((version, nodes) -> complaints.add(told(version, nodes)));
    }
    addUnreached(catalog, complaints);
    return complaints;
  }

  private static void judge(Node node, CatalogFacts.CatalogNode row, List<String> complaints) {
    if (!row.active()) {
      complaints.add("node " + node.name() + " is registered, but inactive");
    }
    if (!row.synced() && node.role() == Role.WORKER) {
      complaints.add("node " + node.name() + " does not have the current metadata");
    }
  }

  private static String told(CatalogFacts.NodeVersions version, List<String> nodes) {
    return String.join(", ", nodes)
        + ": PostgreSQL "
        + version.postgres()
        + ", "
        + version.citus()
        + ", extension "
        + version.extension();
  }

  /// Each ordered pair of nodes is asked for: a way that works in one direction only is named.
  private void addUnreached(CitusCatalog catalog, List<String> complaints) {
    record Way(NodeAddress from, NodeAddress to) {}
    Map<Way, CitusCatalog.HealthPair> matrix = new HashMap<>();
    for (CitusCatalog.HealthPair pair : catalog.healthMatrix(CONNECT)) {
      matrix.put(new Way(pair.from(), pair.to()), pair);
    }
    List<Node> nodes = inventory.nodes();
    for (Node from : nodes) {
      for (Node to : nodes) {
        CitusCatalog.HealthPair pair = matrix.get(new Way(from.address(), to.address()));
        if (pair == null || !Objects.equals(pair.result(), true)) {
          complaints.add(told(from, to, pair));
        }
      }
    }
  }

  private static String told(Node from, Node to, CitusCatalog.@Nullable HealthPair pair) {
    String way =
        "%s → %s (%s → %s): ".formatted(from.name(), to.name(), from.address(), to.address());
    if (pair == null) {
      return way + "not in the health matrix";
    }
    return way + (pair.result() == null ? from.name() + " cannot be asked" : "not reached");
  }
}
