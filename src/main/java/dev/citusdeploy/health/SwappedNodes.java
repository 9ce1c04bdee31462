package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Nodes that have the data of another node: the addresses in pg_dist_node are not those of the
/// servers that hold the groups' shards. No data is lost then, and the messages must not suggest
/// that it is.
final class SwappedNodes {
  private final Inventory inventory;
  private final CatalogFacts.Known catalog;

  SwappedNodes(Inventory inventory, CatalogFacts.Known catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /// One problem for each such node; each contains the statements that correct all of them.
  List<Problem> problems() {
    SequencedMap<Node, Integer> groups = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      row(node)
          .flatMap(catalog.metadata()::foreignGroup)
          .ifPresent(group -> groups.put(node, group));
    }
    String remedy = groups.isEmpty() ? "" : remedy(groups);
    return groups.entrySet().stream()
        .map(entry -> problem(entry.getKey(), entry.getValue(), remedy))
        .toList();
  }

  private Problem problem(Node node, int group, String remedy) {
    String owner =
        row(group)
            .map(row -> "node " + row.id() + " at " + row.address())
            .orElse("no node of the catalog");
    return new Problem(
        HealthProblemCodes.NODE_OF_OTHER_GROUP,
        "node "
            + node.name()
            + " holds the data of group "
            + group
            + ", but its group in the catalog is "
            + row(node).orElseThrow().group(),
        node.host().value(),
        "group "
            + group
            + " is that of "
            + owner
            + ": two addresses were swapped, or data was copied to another server; no data is lost, but"
            + " statements that need its shards fail",
        remedy);
  }

  private String remedy(SequencedMap<Node, Integer> groups) {
    List<String> statements = statements(groups);
    return statements.isEmpty()
        ? "let nobody write, drop no table, and put the data back on the server that it was on; never"
            + " sync the metadata over it"
        : "let nobody write, and drop no table; set on the coordinator where each group's data is:"
            + ServerCommand.line(
                inventory.hostOf(inventory.coordinator()),
                ServerCommand.psql(
                    inventory, inventory.coordinator(), statements.toArray(String[]::new)))
            + "then, after the seconds that Citus takes to sync them, `citus-deploy apply INVENTORY`;"
            + " or, where data was copied to another server, copy it back instead";
  }

  /// Statements that move each group's row to the server that holds its shards. Two rows cannot
  /// have the same address even for a moment, so a conflicting row is moved to an unused port
  /// meanwhile. Empty when a group has no row, or a row would be left without a server.
  private List<String> statements(SequencedMap<Node, Integer> groups) {
    Set<Integer> moved = new HashSet<>();
    Set<Integer> displaced = new HashSet<>();
    List<String> statements = new ArrayList<>();
    for (var entry : groups.entrySet()) {
      Optional<CatalogNode> row = row(entry.getValue());
      if (row.isEmpty() || !moved.add(row.get().id())) {
        return List.of();
      }
      NodeAddress address = entry.getKey().address();
      CatalogNode there = row(entry.getKey()).orElseThrow();
      displaced.add(there.id());
      if (!moved.contains(there.id())) {
        statements.add(update(there.id(), address.host(), there.id()));
      }
      statements.add(update(row.get().id(), address.host(), address.port()));
    }
    return displaced.equals(moved) ? statements : List.of();
  }

  private static String update(int id, String host, int port) {
    String known = ForeignForm.ADDRESS.of(host).orElse("HOST");
    return "SELECT citus_update_node(%d, '%s', %d)".formatted(id, known, port);
  }

  private Optional<CatalogNode> row(Node node) {
    return catalog.nodes().stream()
        .filter(found -> found.address().equals(node.address()))
        .findFirst();
  }

  private Optional<CatalogNode> row(int group) {
    return catalog.nodes().stream().filter(found -> found.group() == group).findFirst();
  }
}
