package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.planner.Planner;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Things of this cluster that the inventory does not know: reported, and never touched.
final class StrangersTest {
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final DesiredState desired = ClusterSketch.of(1).desired();

  @BeforeEach
  void converge() {
    planner.plan(desired, fleet.facts(desired)).steps().forEach(step -> fleet.apply(step, desired));
  }

  @Test
  void aContainerIsReported() {
    var container =
        new ContainerFacts(
            "id",
            "shop-old",
            "image",
            "running",
            "healthy",
            new LinkedHashMap<>(),
            Network.UNKNOWN);
    assertThat(notesWith(false, new DataFolder.Absent(), container))
        .isEqualTo(
            "host w1: node old is not in the inventory (its container is running); it is left as it"
                + " is");
  }

  @Test
  void aDataFolderIsReported() {
    assertThat(
            notesWith(
                false,
                new DataFolder.Initialised("shop", "old", "17", desired.fingerprint()),
                null))
        .isEqualTo("host w1: node old is not in the inventory (it has data); it is left as it is");
  }

  @Test
  void aProgramFolderIsReported() {
    assertThat(notesWith(true, new DataFolder.Absent(), null))
        .isEqualTo("host w1: node old is not in the inventory; it is left as it is");
  }

  @Test
  void aNodeOfAnotherHostIsNoStranger() {
    assertThat(notesWith("c1", true, new DataFolder.Absent(), null))
        .isEqualTo("host w1: node c1 is, by the inventory, on host c1; it is left as it is");
  }

  @Test
  void aRowOfTheCatalogIsInTheWay() {
    NodeAddress address = new NodeAddress("10.9.9.9", 5432);
    fleet.rows.put(address, new CatalogFacts.CatalogNode(9, 9, address, true, true, true));

    Plan plan = planner.plan(desired, fleet.facts(desired));

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.blockers()).extracting(Problem::code).containsExactly("node-not-in-inventory");
  }

  private String notesWith(boolean files, DataFolder data, @Nullable ContainerFacts container) {
    return notesWith("old", files, data, container);
  }

  private String notesWith(
      String node, boolean files, DataFolder data, @Nullable ContainerFacts container) {
    ClusterFacts facts = fleet.facts(desired);
    HostName host = new HostName("w1");
    HostFacts.Known known =
        Objects.requireNonNull((HostFacts.Known) facts.hosts().get(host), "w1 is not known");
    SequencedMap<String, FileFacts> there = new LinkedHashMap<>();
    if (files) {
      there.put("compose.yml", new FileFacts(Sha256.of("x"), FileMode.PUBLIC));
    }
    NodeName name = new NodeName(node);
    known
        .nodes()
        .put(
            name,
            new NodeFacts(
                name, there, new LinkedHashMap<>(), data, null, null, null, null, container));
    Plan plan = planner.plan(desired, facts);
    assertThat(plan.isConverged()).isTrue();
    assertThat(plan.notes()).hasSize(1);
    return plan.notes().getFirst();
  }
}
