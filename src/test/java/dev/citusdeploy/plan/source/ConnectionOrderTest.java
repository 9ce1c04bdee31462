package dev.citusdeploy.plan.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.MaxUnavailable;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.planner.Planner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The order of re-creations while `max_connections` changes, on clusters where each node has a
/// value of its own.
final class ConnectionOrderTest {
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noWorkerEverHasLessThanTheCoordinator(int seed) {
    Random random = new Random(seed);
    int workers = 1 + random.nextInt(4);
    DesiredState old = cluster(someValues(random, workers));
    DesiredState wanted = cluster(someValues(random, workers));
    converge(old);
    Plan plan =
        planner.plan(
            wanted,
            facts(wanted, values(old), Map.of()),
            new Intent.Converge(
                List.of(),
                false,
                new MaxUnavailable(1 + random.nextInt(3), false),
                false,
                List.of()));

    Map<NodeName, Integer> running = new LinkedHashMap<>(values(old));
    Map<NodeName, Integer> next = values(wanted);
    NodeName coordinator = wanted.nodes().getFirst().node().name();
    Set<String> done = new HashSet<>();
    List<Step> left = new ArrayList<>(plan.steps());
    while (!left.isEmpty()) {
      List<Step> ready = left.stream().filter(step -> done.containsAll(step.after())).toList();
      Step step = ready.get(random.nextInt(ready.size()));
      left.remove(step);
      done.add(step.id());
      if (step.action() instanceof RecreateNode(DesiredNode node)) {
        running.put(node.node().name(), next.get(node.node().name()));
      }
      assertThat(running.values())
          .as(step.id() + " of " + plan.steps().stream().map(Step::id).toList())
          .allMatch(value -> value >= running.getOrDefault(coordinator, 0));
    }
    assertThat(running).isEqualTo(next);
  }

  @Test
  void theCoordinatorComesFirstWhereAWorkerFallsBelowIt() {
    converge(cluster(List.of(300, 300, 400)));
    DesiredState wanted = cluster(List.of(100, 100, 300));
    Plan plan = planner.plan(wanted, facts(wanted, Map.of("c1", 300, "w1", 300, "w2", 400)));

    assertThat(recreations(plan)).containsExactly("w2/recreate", "c1/recreate", "w1/recreate");
    assertThat(plan.steps())
        .filteredOn(step -> step.id().equals("w1/recreate"))
        .singleElement()
        .satisfies(step ->
            assertThat(step.reason())
                .endsWith("; after c1, for max_connections falls to 100, and c1 runs with 300"));
    assertThat(plan.steps())
        .filteredOn(step -> step.id().equals("w1/await-before-stop"))
        .singleElement()
        .satisfies(step -> assertThat(step.after()).contains("c1/await-after-start"));
  }

  @Test
  void workersComeFirstWhereValuesRiseOrAreNotKnown() {
    converge(cluster(List.of(300, 300, 300)));
    DesiredState more = cluster(List.of(400, 400, 400));
    assertThat(
            recreations(planner.plan(more, facts(more, Map.of("c1", 300, "w1", 300, "w2", 300)))))
        .containsExactly("w1/recreate", "w2/recreate", "c1/recreate");
    DesiredState less = cluster(List.of(100, 100, 100));
    assertThat(recreations(planner.plan(less, fleet.facts(less))))
        .containsExactly("w1/recreate", "w2/recreate", "c1/recreate");
  }

  @Test
  void aCoordinatorThatKeepsMoreIsNoted() {
    converge(cluster(List.of(300, 300)));
    DesiredState wanted = cluster(List.of(100, 100));
    SettingFinding kept =
        new SettingFinding.SetInDataFolder("max_connections", "300", "100", false);
    Plan plan =
        planner.plan(
            wanted,
            facts(wanted, byName(Map.of("c1", 300, "w1", 300)), Map.of(new NodeName("c1"), kept)),
            new Intent.Converge(
                List.of(new NodeName("w1")), false, MaxUnavailable.ONE, false, List.of()));

    assertThat(recreations(plan)).containsExactly("w1/recreate");
    assertThat(plan.notes())
        .anySatisfy(note ->
            assertThat(note)
                .startsWith("node w1: its max_connections falls to 100, and c1 runs with 300"))
        .anySatisfy(note ->
            assertThat(note)
                .startsWith(
                    "node c1: postgresql.auto.conf sets max_connections = 300 and wins over"
                        + " postgresql.conf's 100; to undo:\n  ssh "));
  }

  private static List<String> recreations(Plan plan) {
    return plan.steps().stream()
        .filter(step -> step.action() instanceof RecreateNode)
        .map(Step::id)
        .toList();
  }

  /// The coordinator's value first; no worker's is below it.
  private static List<Integer> someValues(Random random, int workers) {
    int least = 100 * (1 + random.nextInt(3));
    List<Integer> values = new ArrayList<>(List.of(least));
    for (int i = 0; i < workers; i++) {
      values.add(least + 100 * random.nextInt(3));
    }
    return values;
  }

  private static DesiredState cluster(List<Integer> values) {
    ClusterSketch sketch = ClusterSketch.of(values.size() - 1);
    DesiredState usual = sketch.desired();
    List<DesiredNode> nodes = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      String conf = "max_connections = 7\nmax_connections = '%d' # last\n".formatted(values.get(i));
      nodes.add(sketch.withConf(conf).desired().nodes().get(i));
    }
    return new DesiredState(usual.inventory(), nodes, usual.roles(), usual.fingerprint());
  }

  private static Map<NodeName, Integer> values(DesiredState state) {
    Map<NodeName, Integer> values = new LinkedHashMap<>();
    for (DesiredNode node : state.nodes()) {
      String conf =
          node.service().files().stream()
              .filter(file -> file.path().endsWith("/postgresql.conf"))
              .findFirst()
              .orElseThrow()
              .content()
              .text();
      values.put(node.node().name(), Integer.valueOf(conf.replaceAll("(?s).*'(.*)'.*", "$1")));
    }
    return values;
  }

  private void converge(DesiredState state) {
    planner.plan(state, fleet.facts(state)).steps().forEach(step -> fleet.apply(step, state));
  }

  private ClusterFacts facts(DesiredState wanted, Map<String, Integer> running) {
    return facts(wanted, byName(running), Map.of());
  }

  private static Map<NodeName, Integer> byName(Map<String, Integer> running) {
    Map<NodeName, Integer> named = new LinkedHashMap<>();
    running.forEach((name, value) -> named.put(new NodeName(name), value));
    return named;
  }

  private ClusterFacts facts(
      DesiredState wanted, Map<NodeName, Integer> running, Map<NodeName, SettingFinding> findings) {
    ClusterFacts facts = fleet.facts(wanted);
    CatalogFacts.Known known = (CatalogFacts.Known) facts.catalog();
    SequencedMap<Integer, NodeSettings> settings = new LinkedHashMap<>();
    for (CatalogNode row : known.nodes()) {
      NodeName name =
          wanted.inventory().nodes().stream()
              .filter(node -> node.address().equals(row.address()))
              .map(Node::name)
              .findFirst()
              .orElseThrow();
      SettingFinding finding = findings.get(name);
      settings.put(
          row.id(),
          new NodeSettings(
              running.getOrDefault(name, 0),
              finding == null ? List.of() : List.of(finding),
              List.of()));
    }
    return facts.with(
        new CatalogFacts.Known(
            known.nodes(),
            known.versions(),
            known.roles(),
            settings,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE));
  }
}
