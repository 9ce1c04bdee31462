package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The laws of planning, on generated clusters that were changed, damaged and cut off at random.
/// The number of a failing case is its seed.
final class PlannerLawTest {
  private static final String BY_HAND = "work_mem = '1GB'";

  private static final PlanOptions OVERWRITING =
      new PlanOptions(List.of(), false, MaxUnavailable.ONE, true);

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  /// A cluster in some state and another wish.
  private record Case(SimulatedFleet fleet, DesiredState desired, Random random) {}

  @ParameterizedTest
  @MethodSource("seeds")
  void aPlanAfterItsApplyIsEmpty(int seed) {
    Case made = someCase(seed);
    Plan plan = plan(made);
    assertThat(plan.blockers()).isEmpty();
    inSomeOrder(plan.steps(), made.random())
        .forEach(step -> made.fleet().apply(step, made.desired()));
    assertThat(plan(made).steps()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRunThatWasCutOffIsResumedByRunningItAgain(int seed) {
    Case whole = someCase(seed);
    plan(whole).steps().forEach(step -> whole.fleet().apply(step, whole.desired()));

    Case cut = someCase(seed);
    for (int runs = cut.random().nextInt(1, 4); runs > 0; runs--) {
      someOf(plan(cut).steps(), cut.random())
          .forEach(step -> cut.fleet().apply(step, cut.desired()));
    }
    Plan rest = plan(cut);
    assertThat(rest.blockers()).isEmpty();
    rest.steps().forEach(step -> cut.fleet().apply(step, cut.desired()));

    assertThat(cut.fleet().state()).isEqualTo(whole.fleet().state());
    assertThat(plan(cut).isConverged()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theOrderOfHostsInTheFactsDoesNotMatter(int seed) {
    Case made = someCase(seed);
    ClusterFacts facts = made.fleet().closerFacts(made.desired());
    List<Map.Entry<HostName, HostFacts>> hosts = new ArrayList<>(facts.hosts().entrySet());
    Collections.shuffle(hosts, made.random());
    SequencedMap<HostName, HostFacts> shuffled = new LinkedHashMap<>();
    hosts.forEach(host -> shuffled.put(host.getKey(), host.getValue()));

    assertThat(planner.plan(made.desired(), new ClusterFacts(shuffled, facts.catalog(), facts.files())))
        .isEqualTo(planner.plan(made.desired(), facts));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noNodeIsStoppedTwiceAndStepsStandBehindWhatTheyWaitFor(int seed) {
    Case made = someCase(seed);
    made.fleet().nodes.values().forEach(node -> node.stops = 0);
    Plan plan = plan(made);
    Set<String> before = new HashSet<>();
    for (Step step : plan.steps()) {
      assertThat(before).containsAll(step.after());
      assertThat(before.add(step.id())).isTrue();
      assertThat(step.reason()).isNotBlank();
    }
    plan.steps().forEach(step -> made.fleet().apply(step, made.desired()));
    assertThat(made.fleet().nodes.values()).allMatch(node -> node.stops <= 1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatSomebodyChangedByHandIsFoundAndNothingElse(int seed) {
    Case made = someCase(seed);
    boolean edited = made.fleet().nodes.values().stream().anyMatch(PlannerLawTest::isEdited);
    Plan plan =
        planner.plan(
            made.desired(), made.fleet().closerFacts(made.desired()), PlanOptions.ALL);
    Set<String> drifted = new HashSet<>();
    plan(made).steps().stream()
        .filter(step -> step.action() instanceof Action.WriteFiles)
        .flatMap(step -> ((Action.WriteFiles) step.action()).nodes().stream())
        .forEach(node -> drifted.addAll(node.drifted()));
    assertThat(plan.blockers()).allMatch(problem -> problem.code().equals("drift"));
    assertThat(plan.blockers().isEmpty()).isEqualTo(drifted.isEmpty());
    assertThat(drifted.isEmpty()).isEqualTo(!edited);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aWriteThatWasKilledIsNotTakenForAChangeByHand(int seed) {
    Case made = someCase(seed);
    plan(made).steps().forEach(step -> made.fleet().apply(step, made.desired()));
    ClusterSketch sketch = ClusterSketch.of(3);
    for (int kills = 3; kills > 0; kills--) {
      sketch = changed(sketch, made.random());
      DesiredState desired = sketch.desired();
      Case next = new Case(made.fleet(), desired, made.random());
      assertThat(drifted(next)).isEmpty();
      plan(next).steps().stream()
          .filter(step -> step.action() instanceof Action.WriteFiles)
          .flatMap(step -> ((Action.WriteFiles) step.action()).nodes().stream())
          .forEach(node ->
              made.fleet()
                  .writeCutOff(node, made.random().nextInt(node.changes().size() + 2)));
    }
    Case last = new Case(made.fleet(), sketch.desired(), made.random());
    assertThat(drifted(last)).isEmpty();
  }

  private List<String> drifted(Case made) {
    return plan(made).steps().stream()
        .filter(step -> step.action() instanceof Action.WriteFiles)
        .flatMap(step -> ((Action.WriteFiles) step.action()).nodes().stream())
        .flatMap(node -> node.drifted().stream())
        .toList();
  }

  /// Whether a file that is in use holds a text that no program wrote.
  private static boolean isEdited(SimulatedFleet.SimulatedNode node) {
    return node.files.entrySet().stream()
        .filter(file ->
            !file.getKey().startsWith("conf/")
                || file.getKey().startsWith("conf/" + node.current + "/"))
        .anyMatch(file -> file.getValue().hash().equals(Sha256.of(BY_HAND)));
  }

  private Plan plan(Case made) {
    return planner.plan(
        made.desired(), made.fleet().closerFacts(made.desired()), OVERWRITING);
  }

  /// An order in which steps that run side by side may end.
  private static List<Step> inSomeOrder(List<Step> steps, Random random) {
    List<Step> left = new ArrayList<>(steps);
    Set<String> done = new HashSet<>();
    List<Step> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Step> ready = left.stream().filter(step -> done.containsAll(step.after())).toList();
      Step next = ready.get(random.nextInt(ready.size()));
      left.remove(next);
      done.add(next.id());
      ordered.add(next);
    }
    return ordered;
  }

  /// Steps that may have been done when a run was cut off: each with all it waits for.
  private static List<Step> someOf(List<Step> steps, Random random) {
    Set<String> done = new HashSet<>();
    List<Step> some = new ArrayList<>();
    int percent = random.nextInt(101);
    for (Step step : inSomeOrder(steps, random)) {
      if (done.containsAll(step.after()) && random.nextInt(100) < percent) {
        done.add(step.id());
        some.add(step);
      }
    }
    return some;
  }

  private Case someCase(int seed) {
    Random random = new Random(seed);
    SimulatedFleet fleet = new SimulatedFleet();
    ClusterSketch sketch = ClusterSketch.of(random.nextInt(5));
    if (random.nextBoolean()) {
      sketch = sketch.withServer("big", 2);
    }
    for (int age = random.nextInt(4); age > 0; age--) {
      DesiredState old = sketch.desired();
      List<Step> steps = planner.plan(old, fleet.closerFacts(old), OVERWRITING).steps();
      (random.nextInt(4) == 0 ? someOf(steps, random) : steps)
          .forEach(step -> fleet.apply(step, old));
      sketch = changed(sketch, random);
      damage(fleet, old, random);
    }
    return new Case(fleet, sketch.desired(), random);
  }

  private static ClusterSketch changed(ClusterSketch sketch, Random random) {
    String text = "variant " + random.nextInt(3);
    return switch (random.nextInt(8)) {
      case 0 -> sketch.withHba(text);
      case 1 -> sketch.withConf(text);
      case 2 -> sketch.withImage("citus:" + random.nextInt(3));
      case 3 -> sketch.withCompose(text);
      case 4 -> sketch.withCertificates(text);
      case 5 -> sketch.withRole("role" + random.nextInt(2), text);
      case 6 -> sketch.withServer("x" + random.nextInt(3), 1 + random.nextInt(2));
      default -> sketch;
    };
  }

  private static void damage(SimulatedFleet fleet, DesiredState old, Random random) {
    List<SimulatedFleet.SimulatedNode> nodes = new ArrayList<>(fleet.nodes.values());
    if (nodes.isEmpty()) {
      return;
    }
    SimulatedFleet.SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
    List<String> files = new ArrayList<>(node.files.keySet());
    switch (random.nextInt(10)) {
      case 0 -> node.container = null;
      case 1 -> node.container = with(node.container, "exited", "");
      case 2 -> node.container = with(node.container, "running", "unhealthy");
      case 3 -> {
        if (!files.isEmpty()) {
          node.files.remove(files.get(random.nextInt(files.size())));
        }
      }
      case 4 -> node.loaded = null;
      case 5 -> fleet.images.clear();
      case 6 -> fleet.roles.clear();
      case 7, 8 -> {
        if (!files.isEmpty()) {
          fleet.edit(node, files.get(random.nextInt(files.size())), BY_HAND);
        }
      }
      default -> fleet.roles.put("app", "edited " + old.inventory().cluster());
    }
  }

  private static @Nullable ContainerFacts with(
      @Nullable ContainerFacts container, String state, String health) {
    return container == null
        ? null
        : new ContainerFacts(
            container.id(),
            container.name(),
            container.imageId(),
            state,
            health,
            container.labels());
  }
}
