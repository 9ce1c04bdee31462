package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.planner.Planner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What plans make of nodes whose copy of Citus' metadata is not the coordinator's.
class MetadataPlanTest {
  private final DesiredState desired = ClusterSketch.of(2).desired();
  private final SimulatedFleet fleet = new SimulatedFleet();

  @BeforeEach
  void converge() {
    plan().steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  @Test
  void aWorkerThatLostItsMetadataGetsItAnew() {
    fleet.stale.put(id("w1"), 0);

    Plan plan = plan();
    assertThat(ids(plan)).containsExactly("w1/sync-metadata", "c1/verify-cluster");
    assertThat(plan.steps().getFirst().reason())
        .isEqualTo("what it has of Citus' metadata is not the coordinator's");
    plan.steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  @Test
  void aWorkerThatKnowsItsGroupButOtherRowsGetsThemAnew() {
    fleet.stale.put(id("w2"), row("w2").group());
    assertThat(ids(plan())).contains("w2/sync-metadata");
  }

  /// As after an older copy of the coordinator's data was put back.
  @Test
  void aCoordinatorThatKnowsLessThanItsWorkersIsNotCopiedToThem() {
    fleet.stale.put(id("c1"), 0);

    assertThat(plan().blockers())
        .extracting(problem -> problem.type() + " " + problem.what())
        .containsExactly(
            PlanProblemCodes.METADATA_UNCLEAR
                + " node w1 has tables or shards that the coordinator does not have",
            PlanProblemCodes.METADATA_UNCLEAR
                + " node w2 has tables or shards that the coordinator does not have");
  }

  @Test
  void aNodeWithAnothersDataIsNeverSynced() {
    fleet.stale.put(id("w1"), row("w2").group());

    assertThat(plan().blockers())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.type()).isEqualTo(PlanProblemCodes.METADATA_UNCLEAR);
          assertThat(problem.what()).startsWith("node w1 holds the data of group");
          assertThat(problem.remedy()).contains("put the data back", "never sync");
        });
  }

  @Test
  void aWorkerThatStartsAnewGetsTheMetadataOnceItServes() {
    lose("w1");
    fleet.stale.put(id("w1"), 0);

    Plan plan = plan(anew("w1"));

    assertThat(ids(plan))
        .contains(
            "w1/initialise",
            "w1/start",
            "w1/sync-metadata",
            "c1/restrict-clients",
            "c1/verify-cluster")
        .doesNotContain("w1/add-node", "c1/check-connectivity");
    assertThat(step(plan, "w1/sync-metadata").after()).contains("w1/start");
    plan.steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  @Test
  void theFirstStepInTheCatalogWaitsForAListedNodeThatStartsAnew() {
    lose("w1");
    fleet.unrestricted.add(new NodeName("w2"));

    Plan plan = plan(anew("w1"));

    assertThat(plan.steps().stream().filter(step -> step.id().startsWith("w1/sync")).findFirst())
        .get()
        .extracting(Step::after)
        .satisfies(after -> assertThat(after).contains("w1/start"));
    assertThat(step(plan, "c1/restrict-clients").after()).contains("w1/sync-metadata");
  }

  @Test
  void whatIsLostWithANodeIsReportedBeforeItStartsAnew() {
    lose("w1");
    ClusterFacts facts = fleet.facts(desired);
    CatalogFacts.Known known = (CatalogFacts.Known) facts.catalog();
    SequencedMap<Integer, List<TableShards>> tables = new LinkedHashMap<>();
    tables.put(row("w1").group(), List.of(new TableShards("app.orders", 16, 32)));
    ClusterFacts read = facts.with(known.with(known.metadata().with(tables)));

    Plan plan = planner().plan(desired, read, anew("w1"));

    assertThat(plan.notes())
        .contains(
            "node w1: 16 shards are on no other node: what they held is lost with `--new-data w1`,"
                + " and the tables cannot be read completely until they are created again: app.orders"
                + " (16 of 32)");
  }

  @Test
  void aNodeWhoseRowWasTakenAwayIsNotRegisteredWithAnotherGroup() {
    CatalogNode row = row("w1");
    fleet.rows.remove(row.address());
    fleet.orphans.put(row.group(), 16L);

    assertThat(plan().blockers())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.type()).isEqualTo(PlanProblemCodes.METADATA_UNCLEAR);
          assertThat(problem.remedy())
              .contains("INSERT INTO pg_dist_node", "VALUES (" + row.group(), "10.0.0.2");
        });
  }

  private void lose(String name) {
    fleet.node(name).data = new NodeFacts.DataFolder.Absent();
    fleet.node(name).container = null;
    fleet.node(name).firstStart = null;
    fleet.node(name).started = null;
    fleet.node(name).loaded = null;
  }

  private static Intent anew(String name) {
    return new Intent.Converge(
        List.of(), false, Intent.Converge.ALL.maxUnavailable(), false, List.of(new NodeName(name)));
  }

  private CatalogNode row(String name) {
    NodeAddress address =
        desired.nodes().stream()
            .filter(node -> node.node().name().value().equals(name))
            .map(node -> node.node().address())
            .findFirst()
            .orElseThrow();
    return Objects.requireNonNull(fleet.rows.get(address));
  }

  private int id(String name) {
    return row(name).id();
  }

  private Plan plan() {
    return plan(Intent.Converge.ALL);
  }

  private Plan plan(Intent options) {
    return planner().plan(desired, fleet.facts(desired), options);
  }

  private static Planner planner() {
    return new Planner((password, verifier) -> password.reveal().equals(verifier));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }
}
