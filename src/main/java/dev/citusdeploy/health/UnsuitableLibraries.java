package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import java.util.List;
import java.util.Optional;

/// Nodes whose Citus library does not fit the extension in their data: their health checks pass,
/// and every transaction that touches them fails.
final class UnsuitableLibraries {
  private UnsuitableLibraries() {}

  /// The nodes whose versions or errors show it.
  static List<Node> nodes(
      Inventory inventory, CatalogFacts.Known catalog, ClusterReadiness readiness) {
    return inventory.nodes().stream()
        .filter(node ->
            versions(node, catalog).filter(NodeVersions::isLibraryUnfit).isPresent()
                || ClusterReadiness.isLibraryUnfit(readiness.silence(node.address()))
                || row(node, catalog)
                    .map(row -> catalog.failures().getOrDefault(row.id(), ""))
                    .filter(ClusterReadiness::isLibraryUnfit)
                    .isPresent())
        .toList();
  }

  static Problem problem(Node node, CatalogFacts.Known catalog) {
    String versions =
        versions(node, catalog)
            .map(said ->
                ": it runs "
                    + said.citusName()
                    + " on data of "
                    + ForeignText.inline(said.extension()))
            .orElse("");
    return new Problem(
        HealthProblemCodes.LIBRARY_UNFIT,
        "the library of node " + node.name() + " does not fit the extension in its data" + versions,
        node.host().value(),
        "every transaction that touches it fails (loaded Citus library version differs from installed"
            + " extension version), while its health check passes",
        "`citus-deploy plan INVENTORY` shows how to repair it: as a rule, with the image that it"
            + " ran on before; docs/upgrade.md describes how to finish the upgrade");
  }

  private static Optional<NodeVersions> versions(Node node, CatalogFacts.Known catalog) {
    return row(node, catalog).map(row -> catalog.versions().get(row.id()));
  }

  private static Optional<CatalogNode> row(Node node, CatalogFacts.Known catalog) {
    return catalog.nodes().stream()
        .filter(found -> found.address().equals(node.address()))
        .findFirst();
  }
}
