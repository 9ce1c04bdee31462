package dev.citusdeploy.execution.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.planner.Planner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The laws of executing plans, on simulated servers, with as many steps side by side as there may
/// be. The number of a failing case is its seed.
@Timeout(30)
final class ExecutionLawTest {
  private static final Problem BROKEN =
      new Problem(
          new ProblemCode("broken", Problem.Kind.STEP_FAILED, "", ""), "broken", "here", "", "");

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsDoneIsWhatWasPlanned(int seed) {
    Random random = new Random(seed);
    SimulatedFleet fleet = new SimulatedFleet();
    for (DesiredState desired : wishes(random)) {
      Plan plan = planner.plan(desired, fleet.facts(desired));
      Fleet runner = new Fleet(fleet, desired, Integer.MAX_VALUE, false);

      var outcomes = scheduler(plan, random, runner).run();

      assertThat(runner.done).containsExactlyInAnyOrderElementsOf(plan.steps());
      assertThat(outcomes.values()).allMatch(StepOutcome.Succeeded.class::isInstance);
      Set<String> before = new HashSet<>();
      for (Step step : runner.done) {
        assertThat(before).containsAll(step.after());
        before.add(step.id());
      }
      assertThat(planner.plan(desired, fleet.facts(desired)).steps()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRunThatFailedOrWasInterruptedIsFinishedByTheNext(int seed) {
    Random random = new Random(seed);
    SimulatedFleet whole = new SimulatedFleet();
    SimulatedFleet fleet = new SimulatedFleet();
    for (DesiredState desired : wishes(random)) {
      for (Step step : planner.plan(desired, whole.facts(desired)).steps()) {
        whole.apply(step, desired);
      }
      for (int runs = random.nextInt(1, 4); runs > 0; runs--) {
        Plan plan = planner.plan(desired, fleet.facts(desired));
        int good = random.nextInt(plan.steps().size() + 1);
        Fleet runner = new Fleet(fleet, desired, good, random.nextBoolean());
        SequencedMap<Step, StepOutcome> outcomes = scheduler(plan, random, runner).run();
        assertThat(Thread.interrupted()).isEqualTo(runner.interrupts && runner.ended > good);
        assertThat(outcomes).hasSize(plan.steps().size());
        assertThat(outcomes.values())
            .filteredOn(StepOutcome.Failed.class::isInstance)
            .allSatisfy(failed ->
                assertThat(((StepOutcome.Failed) failed).problems()).containsExactly(BROKEN));
      }
      for (Step step : planner.plan(desired, fleet.facts(desired)).steps()) {
        fleet.apply(step, desired);
      }
      assertThat(fleet.state()).isEqualTo(whole.state());
    }
  }

  /// What the owner of a cluster wants, one after the other.
  private static List<DesiredState> wishes(Random random) {
    ClusterSketch sketch = ClusterSketch.of(random.nextInt(5)).withServer("big", 2);
    List<DesiredState> wishes = new ArrayList<>(List.of(sketch.desired()));
    for (int more = random.nextInt(1, 4); more > 0; more--) {
      sketch =
          switch (random.nextInt(5)) {
            case 0 -> sketch.withImage("citus:" + more);
            case 1 -> sketch.withSetting("worker", "work " + more);
            case 2 -> sketch.withHba("hba " + more);
            case 3 -> sketch.withServer("more" + more, 1);
            default -> sketch.withRole("role" + more, "password");
          };
      wishes.add(sketch.desired());
    }
    return wishes;
  }

  private static StepScheduler scheduler(Plan plan, Random random, StepRunner runner) {
    var limits =
        new ExecutionContext.Limits(
            random.nextInt(1, 9),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ZERO);
    return new StepScheduler(
        plan.steps(), runner, new StopPermission(), limits, InstantSource.system(), _ -> {});
  }

  /// Simulated servers as they meet steps. After some steps each further one fails, or the run is
  /// interrupted.
  private static final class Fleet implements StepRunner {
    private final SimulatedFleet servers;
    private final DesiredState desired;
    private final int good;
    private final boolean interrupts;
    private final Thread caller = Thread.currentThread();
    private final List<Step> done = new ArrayList<>();
    private int ended;

    Fleet(SimulatedFleet servers, DesiredState desired, int good, boolean interrupts) {
      this.servers = servers;
      this.desired = desired;
      this.good = good;
      this.interrupts = interrupts;
    }

    @Override
    public synchronized boolean run(Step step) {
      if (++ended > good) {
        if (!interrupts) {
          throw new ProblemException(BROKEN);
        }
        if (ended == good + 1) {
          caller.interrupt();
        }
      }
      servers.apply(step, desired);
      done.add(step);
      return true;
    }

    @Override
    public String waitingFor(Step step) {
      return "nothing";
    }
  }
}
