package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All that `status` shows.
///
/// @param inventory what should be
/// @param facts what is
/// @param loads shards and bytes by node, empty when the catalog did not answer
/// @param matrix health of every pair, empty when the catalog did not answer
/// @param problems what is wrong, empty when all is healthy
public record ClusterStatus(
    Inventory inventory,
    ClusterFacts facts,
    List<NodeLoad> loads,
    List<HealthPair> matrix,
    List<Problem> problems) {
  /// Copies the lists.
  public ClusterStatus {
    loads = List.copyOf(loads);
    matrix = List.copyOf(matrix);
    problems = List.copyOf(problems);
  }

  /// Notes on settings of the nodes that differ from the inventory without being a problem.
  public List<String> notes() {
    if (!(facts.catalog() instanceof CatalogFacts.Known catalog)) {
      return List.of();
    }
    SecurityNotes security = new SecurityNotes(inventory, catalog);
    return Stream.of(
            new SettingNotes(inventory, catalog).all(Set.of()),
            security.unrestricted(),
            security.all())
        .flatMap(List::stream)
        .toList();
  }

  /// Whether nothing is wrong.
  public boolean isHealthy() {
    return problems.isEmpty();
  }
}
