package dev.citusdeploy.plan.situation;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.RunningAddress;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Rows of `pg_dist_node` that are a node's although they bear the port that it had: a changed port
/// moves the row and registers no node a second time. A worker's row is known by the server and the
/// port that its container, its manifest, or the lack of any other candidate shows; a changed host
/// is not decided here, and neither is a port that is now another node's.
final class PreviousRows {
  private final Situation situation;
  private final List<CatalogNode> rows;
  private final Set<NodeAddress> wanted = new HashSet<>();
  private final Map<NodeName, CatalogNode> found = new HashMap<>();

  /// @param rows all rows of the catalog
  PreviousRows(Situation situation, List<CatalogNode> rows) {
    this.situation = situation;
    this.rows = rows;
    situation.desired().nodes().forEach(node -> wanted.add(node.node().address()));
    coordinator();
    List<DesiredNode> lacking =
        situation.desired().nodes().stream().filter(this::mayHaveMoved).toList();
    lacking.forEach(node -> recordedRow(node).ifPresent(row -> found.put(node.node().name(), row)));
    lacking.stream()
        .filter(node -> !found.containsKey(node.node().name()))
        .forEach(node -> onlyOne(node, lacking));
  }

  /// The row of a node that is to move to the node's address.
  Optional<CatalogNode> of(DesiredNode node) {
    return Optional.ofNullable(found.get(node.node().name()));
  }

  /// Whether a row is some node's.
  boolean contains(CatalogNode row) {
    return found.containsValue(row);
  }

  /// Group 0 is nobody else's.
  private void coordinator() {
    DesiredNode coordinator = situation.coordinator();
    rows.stream()
        .filter(row -> row.group() == 0)
        .filter(row -> !row.address().equals(coordinator.node().address()))
        .filter(row -> row.address().host().equals(coordinator.node().address().host()))
        .findFirst()
        .ifPresent(row -> found.put(coordinator.node().name(), row));
  }

  private boolean mayHaveMoved(DesiredNode node) {
    return !situation.isCoordinator(node)
        && rows.stream().noneMatch(row -> row.address().equals(node.node().address()))
        && situation
            .node(node)
            .filter(facts -> facts.data() instanceof NodeFacts.DataFolder.Initialised)
            .isPresent();
  }

  private Optional<CatalogNode> recordedRow(DesiredNode node) {
    NodeFacts facts = situation.node(node).orElseThrow();
    String host = node.node().address().host();
    NodeManifest manifest = facts.manifest();
    NodeAddress made = manifest == null ? null : manifest.address();
    Stream<NodeAddress> running =
        RunningAddress.port(facts).stream().mapToObj(port -> new NodeAddress(host, port));
    return Stream.concat(running, Stream.ofNullable(made))
        .filter(address -> address.host().equals(host))
        .flatMap(address -> free().filter(row -> row.address().equals(address)))
        .findFirst();
  }

  /// A run that was cut off between the re-creation and the move leaves no record of the port.
  private void onlyOne(DesiredNode node, List<DesiredNode> lacking) {
    String host = node.node().address().host();
    List<CatalogNode> there = free().filter(row -> row.address().host().equals(host)).toList();
    boolean alone =
        lacking.stream()
                .filter(other -> other.node().address().host().equals(host))
                .filter(other -> !found.containsKey(other.node().name()))
                .count()
            == 1;
    if (there.size() == 1 && alone) {
      found.put(node.node().name(), there.getFirst());
    }
  }

  private Stream<CatalogNode> free() {
    return rows.stream()
        .filter(row -> row.group() != 0)
        .filter(row -> !wanted.contains(row.address()))
        .filter(row -> !found.containsValue(row));
  }
}
