package dev.citusdeploy.execution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.StepNotBegunException;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.AwaitHealthy;
import dev.citusdeploy.plan.action.RecreateNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StepSchedulerTest {
  private static final Problem BROKEN =
      new Problem(
          new ProblemCode("broken", Problem.Kind.STEP_FAILED, "", ""), "broken", "here", "", "");

  private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void aSlowStepDelaysItsDependentsOnly() {
    CountDownLatch others = new CountDownLatch(2);
    FakeRunner runner = new FakeRunner();
    runner.tasks.put("a/1", () -> await(others));
    runner.tasks.put("b/1", others::countDown);
    runner.tasks.put("b/2", others::countDown);
    // With a barrier between the steps, b/2 would wait for a/1, which waits for it.
    var outcomes = run(runner, step("a/1"), step("b/1"), step("a/2", "a/1"), step("b/2", "b/1"));
    assertThat(outcomes.values()).allMatch(StepOutcome.Succeeded.class::isInstance);
    assertThat(runner.order.getLast()).isEqualTo("a/2");
  }

  @Test
  void afterAFailureDependentsAreNotReachedAndOthersGoOn() {
    FakeRunner runner = new FakeRunner();
    runner.tasks.put("a/1", StepSchedulerTest::fail);
    var outcomes =
        run(
            runner,
            step("a/1"),
            step("b/1"),
            step("a/2", "a/1"),
            step("b/2", "b/1"),
            step("c/1", "a/2", "b/2"));
    assertThat(outcomes).hasSize(5);
    assertThat(byId(outcomes, "a/1")).isInstanceOf(StepOutcome.Failed.class);
    assertThat(byId(outcomes, "a/2"))
        .isEqualTo(new StepOutcome.NotReached("it waits for a/1, which failed"));
    assertThat(byId(outcomes, "c/1")).isInstanceOf(StepOutcome.NotReached.class);
    assertThat(byId(outcomes, "b/2")).isInstanceOf(StepOutcome.Succeeded.class);
  }

  @Test
  void noRunningNodeIsStoppedAfterAFailure() {
    FakeRunner runner = new FakeRunner();
    CountDownLatch failed = new CountDownLatch(1);
    runner.tasks.put("a/1", StepSchedulerTest::fail);
    runner.tasks.put("b/1", () -> await(failed));
    Step wait = waiting("b/await", "b/1");
    Step recreate = recreation("b/recreate", "b/await");
    List<Step> steps = List.of(step("a/1"), step("b/1"), wait, recreate, step("b/3", "b/recreate"));
    var outcomes =
        scheduler(
                steps,
                runner,
                64,
                event -> {
                  if (event instanceof RunEvent.Ended(Step step, _) && step.id().equals("a/1")) {
                    failed.countDown();
                  }
                })
            .run();
    assertThat(byId(outcomes, "b/1")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(byId(outcomes, "b/recreate"))
        .isEqualTo(new StepOutcome.NotReached("no running node is stopped after a/1 failed"));
    assertThat(byId(outcomes, "b/await"))
        .isEqualTo(new StepOutcome.NotReached("no running node is stopped after a/1 failed"));
    assertThat(byId(outcomes, "b/3"))
        .isEqualTo(new StepOutcome.NotReached("it waits for b/recreate, which was not begun"));
    assertThat(runner.order).doesNotContain("b/await", "b/recreate", "b/3");
  }

  @Test
  void neverMoreStepsAreUnderWayThanAllowed() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    FakeRunner runner = new FakeRunner();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      steps.add(step("h" + i + "/1"));
      runner.tasks.put(
          "h" + i + "/1",
          () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            pause(5);
            now.decrementAndGet();
          });
    }
    scheduler(steps, runner, 3, events::add).run();
    assertThat(most.get()).isEqualTo(3);
  }

  @Test
  void aBugInOneStepIsAnOutcomeToo() {
    FakeRunner runner = new FakeRunner();
    runner.tasks.put(
        "a/1",
        () -> {
          throw new IllegalStateException("password=hunter-2");
        });
    StepOutcome outcome = byId(run(runner, step("a/1")), "a/1");
    assertThat(outcome).isInstanceOf(StepOutcome.Failed.class);
    assertThat(outcome.toString()).contains("internal-error").doesNotContain("hunter-2");
  }

  @Test
  void longStepsAreReported() {
    FakeRunner runner = new FakeRunner();
    runner.tasks.put("a/1", () -> pause(300));
    run(runner, step("a/1"));
    assertThat(events)
        .filteredOn(RunEvent.Waiting.class::isInstance)
        .hasSizeBetween(1, 15)
        .allMatch(event -> ((RunEvent.Waiting) event).what().equals("something"));
  }

  @Test
  void anInterruptLetsStepsUnderWayEndAndBeginsNothingNew() {
    FakeRunner runner = new FakeRunner();
    Thread caller = Thread.currentThread();
    runner.tasks.put(
        "a/1",
        () -> {
          caller.interrupt();
          pause(50);
        });
    var outcomes = run(runner, step("a/1"), step("a/2", "a/1"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(byId(outcomes, "a/1")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(byId(outcomes, "a/2"))
        .isEqualTo(new StepOutcome.NotReached("the run was interrupted"));
    assertThat(events)
        .filteredOn(RunEvent.Interrupted.class::isInstance)
        .containsExactly(new RunEvent.Interrupted(List.of(step("a/1"))));
  }

  @Test
  void theFirstInterruptEndsWhatOnlyWaits() {
    FakeRunner runner = new FakeRunner();
    Thread caller = Thread.currentThread();
    runner.tasks.put(
        "a/1",
        () -> {
          caller.interrupt();
          await(runner.ended);
        });
    run(runner, step("a/1"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(runner.ended.getCount()).isZero();
  }

  @Test
  void aStepThatMayNotStopANodeAnyMoreIsNotReachedAndNeitherIsWhatWaitsForIt() {
    FakeRunner runner = new FakeRunner();
    runner.tasks.put(
        "a/1",
        () -> {
          throw new StepNotBegunException("no node is stopped");
        });
    var outcomes = run(runner, step("a/1"), step("a/2", "a/1"), step("b/1"));
    assertThat(byId(outcomes, "a/1")).isEqualTo(new StepOutcome.NotReached("no node is stopped"));
    assertThat(byId(outcomes, "a/2"))
        .isEqualTo(new StepOutcome.NotReached("it waits for a/1, which was not begun"));
    assertThat(byId(outcomes, "b/1")).isInstanceOf(StepOutcome.Succeeded.class);
  }

  @Test
  void aStepThatWaitsForNoneBeforeItIsABug() {
    assertThatThrownBy(() -> run(new FakeRunner(), step("a/2", "a/1"), step("a/1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/2 waits for a/1");
  }

  private SequencedMap<Step, StepOutcome> run(StepRunner runner, Step... steps) {
    return scheduler(List.of(steps), runner, 64, events::add).run();
  }

  private static StepScheduler scheduler(
      List<Step> steps,
      StepRunner runner,
      int parallel,
      java.util.function.Consumer<RunEvent> listener) {
    ExecutionContext.Limits limits =
        new ExecutionContext.Limits(
            parallel, Duration.ofMinutes(1), Duration.ofMillis(20), Duration.ZERO, Duration.ZERO);
    return new StepScheduler(
        steps, runner, new StopPermission(), limits, InstantSource.system(), listener);
  }

  private static Step step(String id, String... after) {
    Action action = new AddNode(new NodeAddress("10.0.0.1", 5432));
    return new Step(id, new HostName("h"), null, action, "test", List.of(after));
  }

  private static Step recreation(String id, String... after) {
    Action action = new RecreateNode(ClusterSketch.of(0).desired().nodes().getFirst());
    return new Step(id, new HostName("h"), null, action, "test", List.of(after));
  }

  private static Step waiting(String id, String... after) {
    Action action =
        new AwaitHealthy(
            ClusterSketch.of(0).desired().nodes().getFirst(), AwaitHealthy.Moment.BEFORE_STOP);
    return new Step(id, new HostName("h"), null, action, "test", List.of(after));
  }

  private static StepOutcome byId(SequencedMap<Step, StepOutcome> outcomes, String id) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static void fail() {
    throw new ProblemException(BROKEN);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new ProblemException(BROKEN, e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new ProblemException(BROKEN, e);
    }
  }

  /// Does what the test says for each id, otherwise nothing.
  private static final class FakeRunner implements StepRunner {
    final Map<String, Runnable> tasks = new ConcurrentHashMap<>();
    final List<String> order = Collections.synchronizedList(new ArrayList<>());

    final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void endWaits() {
      ended.countDown();
    }

    @Override
    public boolean run(Step step) {
      order.add(step.id());
      tasks.getOrDefault(step.id(), () -> {}).run();
      return true;
    }

    @Override
    public String waitingFor(Step step) {
      return "something";
    }
  }
}
