package dev.citusdeploy.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.HalfSteps;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.MaxUnavailable;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.WriteFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The laws of planning, on generated clusters that were changed, damaged and cut off at random.
/// The number of a failing case is its seed.
final class PlannerLawTest {
  private static final String BY_HAND = "work_mem = '1GB'";

  private static final Intent OVERWRITING =
      new Intent.Converge(List.of(), false, MaxUnavailable.ONE, true, List.of());

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  static IntStream seeds() {
    return IntStream.range(0, 150);
  }

  /// For laws that try many states of each case.
  static IntStream fewerSeeds() {
    return IntStream.range(1000, 1060);
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
  @MethodSource("fewerSeeds")
  void aRunThatEndsAnywhereIsFinishedByTheNext(int seed) {
    Case made = someCase(seed);
    List<Step> planned = plan(made).steps();
    SimulatedFleet whole = made.fleet().copy();
    planned.forEach(step -> whole.apply(step, made.desired()));
    for (List<Step> order : List.of(planned, inSomeOrder(planned, made.random()))) {
      SimulatedFleet done = made.fleet().copy();
      for (Step next : order) {
        assertThat(finished(done, made)).isEqualTo(whole.state());
        for (Consumer<SimulatedFleet> half : HalfSteps.of(next, made.desired())) {
          SimulatedFleet cut = done.copy();
          half.accept(cut);
          assertThat(finished(cut, made)).isEqualTo(whole.state());
        }
        SimulatedFleet cut = done.copy();
        underWay(order, order.indexOf(next)).forEach(step -> cutOff(step, cut, made));
        assertThat(finished(cut, made)).isEqualTo(whole.state());
        done.apply(next, made.desired());
      }
      assertThat(done.state()).isEqualTo(whole.state());
    }
  }

  /// All steps that may be under way together when as many have ended.
  private static List<Step> underWay(List<Step> order, int ended) {
    Set<String> done = new HashSet<>();
    order.subList(0, ended).forEach(step -> done.add(step.id()));
    return order.subList(ended, order.size()).stream()
        .filter(step -> done.containsAll(step.after()))
        .toList();
  }

  private static void cutOff(Step step, SimulatedFleet fleet, Case made) {
    List<Consumer<SimulatedFleet>> halves = HalfSteps.of(step, made.desired());
    if (!halves.isEmpty()) {
      halves.get(made.random().nextInt(halves.size())).accept(fleet);
    }
  }

  /// What a new run makes of a fleet.
  private String finished(SimulatedFleet cut, Case made) {
    SimulatedFleet fleet = cut.copy();
    Plan rest = planner.plan(made.desired(), fleet.closerFacts(made.desired()), OVERWRITING);
    assertThat(rest.blockers()).isEmpty();
    rest.steps().forEach(step -> fleet.apply(step, made.desired()));
    return fleet.state();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aLimitedPlanIsDoneByItselfAndTheRestFollows(int seed) {
    Case made = someCase(seed);
    SimulatedFleet whole = made.fleet().copy();
    plan(made).steps().forEach(step -> whole.apply(step, made.desired()));
    Intent options = someOptions(made);
    SimulatedFleet fleet = made.fleet();

    Plan limited = planner.plan(made.desired(), fleet.closerFacts(made.desired()), options);
    if (!limited.blockers().isEmpty()) {
      assertThat(limited.blockers())
          .allMatch(problem -> problem.type().equals(PlanProblemCodes.LIMIT_TOO_NARROW));
    } else {
      assertThat(limited.steps())
          .filteredOn(step -> step.node() != null)
          .allMatch(step -> options.only().isEmpty() || options.only().contains(step.node()));
      inSomeOrder(limited.steps(), made.random())
          .forEach(step -> fleet.apply(step, made.desired()));
      assertThat(planner.plan(made.desired(), fleet.closerFacts(made.desired()), options).steps())
          .isEmpty();
    }
    assertThat(finished(fleet, made)).isEqualTo(whole.state());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noMoreNodesAreStoppedAtOnceThanAllowed(int seed) {
    Case made = someCase(seed);
    MaxUnavailable allowed = someOptions(made).maxUnavailable();
    var desired = made.desired();
    int most = allowed.of(desired.inventory().workers().size());
    List<Step> steps =
        planner
            .plan(
                desired,
                made.fleet().facts(desired),
                new Intent.Converge(List.of(), false, allowed, true, List.of()))
            .steps();
    Set<String> done = new HashSet<>();
    for (Step next : inSomeOrder(steps, made.random())) {
      List<Step> stopping =
          steps.stream()
              .filter(step -> !done.contains(step.id()) && done.containsAll(step.after()))
              .filter(step -> step.action() instanceof RecreateNode)
              .toList();
      assertThat(stopping).hasSizeLessThanOrEqualTo(most);
      if (stopping.stream().anyMatch(step -> isCoordinator(step, desired))) {
        assertThat(stopping).hasSize(1);
      }
      done.add(next.id());
    }
  }

  private static boolean isCoordinator(Step step, DesiredState desired) {
    return desired.inventory().coordinator().name().equals(step.node());
  }

  private static Intent someOptions(Case made) {
    Random random = made.random();
    List<NodeName> only =
        made.desired().nodes().stream()
            .map(node -> node.node().name())
            .filter(_ -> random.nextInt(3) > 0)
            .toList();
    String pace = List.of("1", "2", "3", "30%", "100%").get(random.nextInt(5));
    return new Intent.Converge(only, false, MaxUnavailable.parse(pace), true, List.of());
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

    assertThat(planner.plan(made.desired(), facts.with(shuffled, facts.files())))
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
        planner.plan(made.desired(), made.fleet().closerFacts(made.desired()), Intent.Converge.ALL);
    Set<String> drifted = new HashSet<>();
    plan(made).steps().stream()
        .filter(step -> step.action() instanceof WriteFiles)
        .flatMap(step -> ((WriteFiles) step.action()).services().stream())
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
          .filter(step -> step.action() instanceof WriteFiles)
          .flatMap(step -> ((WriteFiles) step.action()).services().stream())
          .forEach(node ->
              made.fleet().writeCutOff(node, made.random().nextInt(node.changes().size() + 2)));
    }
    Case last = new Case(made.fleet(), sketch.desired(), made.random());
    assertThat(drifted(last)).isEmpty();
  }

  private List<String> drifted(Case made) {
    return plan(made).steps().stream()
        .filter(step -> step.action() instanceof WriteFiles)
        .flatMap(step -> ((WriteFiles) step.action()).services().stream())
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
    return planner.plan(made.desired(), made.fleet().closerFacts(made.desired()), OVERWRITING);
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
    if (seed % 4 == 0) {
      // As an earlier version made it.
      fleet.age();
    }
    return new Case(fleet, sketch.desired(), random);
  }

  private static ClusterSketch changed(ClusterSketch sketch, Random random) {
    String text = "variant " + random.nextInt(3);
    int level = random.nextInt(5);
    return switch (random.nextInt(9)) {
      case 7 ->
          sketch.withSetting(
              List.of("worker", "coordinator", "w1", "big", "big-2").get(level), text);
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
      case 1 -> node.container = HalfSteps.with(node.container, "exited", "");
      case 2 -> node.container = HalfSteps.with(node.container, "running", "unhealthy");
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
}
