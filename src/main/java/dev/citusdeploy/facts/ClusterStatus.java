package dev.citusdeploy.facts;

import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.catalog.CitusCatalog.NodeLoad;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import java.util.List;

/// All that `status` shows.
///
/// @param inventory what should be
/// @param facts what is
/// @param loads shards and bytes by node, empty when the catalog did not answer
/// @param matrix health of every pair, empty when the catalog did not answer
/// @param problems what is wrong, empty when all is well
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

  /// Whether nothing is wrong.
  public boolean isHealthy() {
    return problems.isEmpty();
  }
}
