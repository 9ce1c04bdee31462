package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.health.MetadataHealth;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What Citus' metadata has against a plan: a sync over the data of another node or over tables
/// that only the node knows, and the second registration of a node whose shards the catalog still
/// knows by its former group.
public final class MetadataBlockers {
  private final Situation situation;
  private final CatalogFacts.Known catalog;

  /// @param catalog with every row at its node's address
  public MetadataBlockers(Situation situation, CatalogFacts.Known catalog) {
    this.situation = situation;
    this.catalog = catalog;
  }

  public List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    boolean foreign =
        catalog.nodes().stream().anyMatch(row -> catalog.metadata().foreignGroup(row).isPresent());
    MetadataHealth health = new MetadataHealth(situation.inventory(), catalog);
    List<Problem> unclear = foreign ? health.stale() : health.unknownToCoordinator();
    unclear.stream().map(MetadataBlockers::refused).forEach(problems::add);
    if (!catalog.metadata().orphans().isEmpty() && anyUnlistedWithData()) {
      health.losses().stream()
          .filter(problem -> problem.code().equals("placements-of-no-node"))
          .map(MetadataBlockers::refused)
          .forEach(problems::add);
    }
    return problems;
  }

  private boolean anyUnlistedWithData() {
    return situation.desired().nodes().stream()
        .filter(node ->
            catalog.nodes().stream().noneMatch(row -> row.address().equals(node.node().address())))
        .flatMap(node -> situation.node(node).stream())
        .anyMatch(FirstStartEvidence::hasServed);
  }

  /// The same problem, as one that a plan stops for.
  private static Problem refused(Problem problem) {
    return new Problem(
        PlanProblemCodes.METADATA_UNCLEAR,
        problem.what(),
        problem.where(),
        problem.why(),
        problem.remedy());
  }

  /// What is lost with nodes that start with empty data.
  public static List<String> notes(
      Inventory inventory, CatalogFacts.Known catalog, List<NodeName> newData) {
    MetadataHealth health = new MetadataHealth(inventory, catalog);
    return Stream.concat(
            inventory.nodes().stream()
                .filter(node -> newData.contains(node.name()))
                .flatMap(node -> health.lostWith(node).stream()),
            health.losses().stream()
                .map(problem -> problem.what() + "; what to do: `citus-deploy status INVENTORY`"))
        .toList();
  }
}
