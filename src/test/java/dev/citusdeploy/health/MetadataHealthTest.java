package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.MetadataFacts.NodeMetadata;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.ClusterSketch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

/// A cluster is not healthy while a node lacks metadata, even if all nodes reach each other.
class MetadataHealthTest {
  private static final NodeMetadata WHOLE = metadata(0, 0);

  private final Inventory inventory = ClusterSketch.of(2).desired().inventory();
  private final SequencedMap<Integer, NodeMetadata> said = new LinkedHashMap<>();
  private final SequencedMap<Integer, Long> orphans = new LinkedHashMap<>();
  private boolean synced = true;

  MetadataHealthTest() {
    said.put(1, WHOLE);
    said.put(2, metadata(1, 0));
    said.put(3, metadata(2, 0));
  }

  @Test
  void equalMetadataIsHealthy() {
    assertThat(health().stale()).isEmpty();
    assertThat(health().losses()).isEmpty();
  }

  @Test
  void aNodeWithoutGroupAndRowsIsNamedWithTheSync() {
    said.put(3, new NodeMetadata(0, "0 0", "0 0", "0 0", "0 0", 0, 0));

    assertThat(problems())
        .filteredOn(problem -> problem.type().equals(HealthProblemCodes.METADATA_DIFFERS))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what())
              .isEqualTo("node w2 does not know that it is a node of this cluster");
          assertThat(problem.why())
              .contains("group 0, 0 nodes, 0 tables", "group 0, 3 nodes, 2 tables, 33 shards");
          assertThat(problem.remedy()).contains("start_metadata_sync_to_node(", "10.0.0.3");
        });
  }

  @Test
  void otherContentsOfAsManyRowsDiffer() {
    said.put(2, new NodeMetadata(1, "3 1", "2 1", "33 1", "35 2", 0, 1));
    assertThat(health().stale())
        .singleElement()
        .extracting(Problem::what)
        .isEqualTo("node w1 has other metadata than the coordinator");
  }

  /// A sync would remove tables that only the node has; most likely the coordinator's data is
  /// older.
  @Test
  void tablesThatTheCoordinatorDoesNotKnowAreNoReasonForASync() {
    said.put(2, new NodeMetadata(1, "3 1", "3 7", "65 7", "67 7", 0, 1));
    assertThat(health().unknownToCoordinator()).isEqualTo(health().stale());
    assertThat(health().stale())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.type()).isEqualTo(HealthProblemCodes.METADATA_DIFFERS);
          assertThat(problem.what())
              .isEqualTo("node w1 has tables or shards that the coordinator does not have");
          assertThat(problem.why())
              .contains("An older copy of the coordinator's data was put back");
          assertThat(problem.remedy())
              .startsWith("put the newest data of the coordinator back")
              .contains("pg_dist_partition", "start_metadata_sync_to_node(");
        });
    said.put(2, new NodeMetadata(1, "3 1", "1 7", "3 7", "3 7", 0, 1));
    assertThat(health().unknownToCoordinator()).isEmpty();
    assertThat(health().stale()).hasSize(1);
  }

  /// As many tables, but others, or shards that have moved since: no count shows that.
  @Test
  void nodesThatAgreeAgainstTheCoordinatorAreNoReasonForASync() {
    said.put(2, new NodeMetadata(1, "3 1", "2 8", "33 8", "35 8", 0, 1));
    assertThat(health().unknownToCoordinator()).isEmpty();
    said.put(3, new NodeMetadata(2, "3 1", "2 8", "33 8", "35 8", 0, 2));
    assertThat(health().unknownToCoordinator()).hasSize(2).isEqualTo(health().stale());
    said.put(3, new NodeMetadata(2, "3 1", "2 9", "33 8", "35 8", 0, 2));
    assertThat(health().unknownToCoordinator()).isEmpty();
    said.put(2, new NodeMetadata(0, "0 0", "0 0", "0 0", "0 0", 0, 0));
    said.put(3, new NodeMetadata(0, "0 0", "0 0", "0 0", "0 0", 0, 0));
    assertThat(health().unknownToCoordinator()).isEmpty();
  }

  @Test
  void aNodeThatIsNotSyncedYetIsReportedOnce() {
    synced = false;
    said.put(2, new NodeMetadata(0, "0 0", "0 0", "0 0", "0 0", 0, 0));
    assertThat(health().stale()).isEmpty();
  }

  @Test
  void theDataOfAnotherNodeIsNoMatterForASync() {
    said.put(2, metadata(2, 0));
    assertThat(health().stale())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.type()).isEqualTo(HealthProblemCodes.NODE_OF_OTHER_GROUP);
          assertThat(problem.remedy())
              .doesNotContain("start_metadata_sync_to_node", "citus_update_node")
              .contains("put the data back on the server that it was on");
        });
  }

  /// Citus' sync gives each node the group of the row at its address, and moves no shard.
  @Test
  void swappedNodesAreRecognisedByTheirShardsAndCorrectedRowByRow() {
    said.put(2, new NodeMetadata(1, "3 1", "2 1", "33 1", "35 1", 16, 2));
    said.put(3, new NodeMetadata(2, "3 1", "2 1", "33 1", "35 1", 16, 1));
    MetadataHealth health = health();
    assertThat(health.losses()).isEmpty();
    assertThat(health.stale())
        .extracting(Problem::what)
        .containsExactly(
            "node w1 holds the data of group 2, but its group in the catalog is 1",
            "node w2 holds the data of group 1, but its group in the catalog is 2");
    assertThat(health.stale())
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo("node-of-other-group");
          assertThat(problem.remedy().replace("'\\''", "'"))
              .contains("drop no table")
              .contains(
                  "-c \"SELECT citus_update_node(2, '10.0.0.2', 2)\""
                      + " -c \"SELECT citus_update_node(3, '10.0.0.2', 5432)\""
                      + " -c \"SELECT citus_update_node(2, '10.0.0.3', 5432)\"");
        });
    synced = false;
    assertThat(health().stale()).hasSize(2);
  }

  /// Right after the rows were corrected: each node still has the other's group.
  @Test
  void aNodeWithItsOwnShardsIsNoOtherNodeWhateverItTakesItselfFor() {
    synced = false;
    said.put(2, new NodeMetadata(2, "3 1", "2 1", "33 1", "35 1", 16, 1));
    said.put(3, new NodeMetadata(1, "3 1", "2 1", "33 1", "35 1", 16, 2));
    assertThat(health().stale()).isEmpty();
  }

  @Test
  void aNodeThatLacksShardsAndHoldsItsOthersIsNoOtherNode() {
    said.put(2, new NodeMetadata(1, "3 1", "2 1", "33 1", "35 1", 3, 1));
    assertThat(health().stale()).isEmpty();
    assertThat(health().losses()).hasSize(1);
  }

  @Test
  void shardsWithoutTablesAndPlacementsOfNoNodeAreLosses() {
    said.put(2, metadata(1, 16));
    orphans.put(7, 12L);
    assertThat(health().losses())
        .extracting(Problem::what)
        .containsExactly(
            "node w1 lacks 16 of its shards: their tables are gone",
            "12 shards are in group 7, which no node has");
  }

  private static NodeMetadata metadata(int group, long missing) {
    return new NodeMetadata(group, "3 1", "2 1", "33 1", "35 1", missing, group);
  }

  private List<Problem> problems() {
    return ClusterHealth.problems(
        inventory,
        catalog(),
        new ClusterReadiness(List.of(), List.of(), List.of()),
        ConnectionAttempts.NONE);
  }

  private MetadataHealth health() {
    return new MetadataHealth(inventory, catalog());
  }

  private CatalogFacts.Known catalog() {
    List<CatalogNode> rows = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      int id = rows.size() + 1;
      rows.add(new CatalogNode(id, id - 1, node.address(), true, synced, id > 1));
    }
    return new CatalogFacts.Known(
            rows,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE)
        .with(new MetadataFacts(said, orphans, Map.of()));
  }
}
