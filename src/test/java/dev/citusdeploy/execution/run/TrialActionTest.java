package dev.citusdeploy.execution.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.FakeCatalog;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.JobProgress;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.gate.RollProgress;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.step.StepHandler;
import dev.citusdeploy.execution.step.StepHandlers;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.DataEffect;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Limit;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.report.Palette;
import dev.citusdeploy.report.RunLines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Two actions of this test's own, which start a job and wait for it. They need nothing but their
/// classes, their handlers and a line each in the registry of handlers: scheduler, limits, texts
/// and events ask their traits.
@Execution(ExecutionMode.SAME_THREAD)
final class TrialActionTest {
  @TempDir Path folder;

  private final FakeJob job = new FakeJob();
  private final List<RunEvent> events = new ArrayList<>();
  private final StringWriter screen = new StringWriter();

  /// Starts a job that goes on by itself.
  private record StartJob(String name) implements Action {
    @Override
    public ActionTraits traits() {
      return ActionTraits.of("start-job", Symbol.CHANGE, Place.CATALOG).data(DataEffect.MOVES);
    }

    @Override
    public String phrase() {
      return "start job " + name;
    }

    @Override
    public String awaited() {
      return "job " + name + " to begin";
    }
  }

  /// Waits until a job has ended.
  private record AwaitJob(String name) implements Action {
    @Override
    public ActionTraits traits() {
      return ActionTraits.of("await-job", Symbol.CHECK, Place.CATALOG)
          .interrupt(Interrupt.LEAVES_RUNNING)
          .limit(Limit.PROGRESS);
    }

    @Override
    public String phrase() {
      return "wait for job " + name;
    }

    @Override
    public String awaited() {
      return "job " + name + " to end";
    }
  }

  /// A job that moves bytes each time somebody asks how far it is.
  private static final class FakeJob {
    private final AtomicLong moved = new AtomicLong(-1);

    void start() {
      moved.compareAndSet(-1, 0);
    }

    boolean hasEnded() {
      return moved.addAndGet(1 << 20) >= 8 << 20;
    }
  }

  private final class AwaitJobHandler implements StepHandler<AwaitJob> {
    private final InterruptibleWaits waits;

    private AwaitJobHandler(InterruptibleWaits waits) {
      this.waits = waits;
    }

    @Override
    public boolean run(Step step, AwaitJob await) {
      while (!job.hasEnded()) {
        try {
          waits.pause("the wait for a job", step.id(), () -> Thread.sleep(Duration.ofMillis(20)));
        } catch (ProblemException e) {
          throw new ProblemException(
              new Problem(
                  GeneralProblemCodes.INTERRUPTED,
                  "job " + await.name() + " goes on",
                  step.id(),
                  "nobody waits for it any more",
                  "run the same command again to wait for it"),
              e);
        }
      }
      return true;
    }

    @Override
    public Optional<JobProgress> progress(Step step) {
      return Optional.of(
          new JobProgress(job.moved.get(), OptionalLong.of(8 << 20), OptionalLong.empty(), ""));
    }
  }

  private StepHandlers handlers(
      ExecutionContext context,
      CatalogSession session,
      InterruptibleWaits waits,
      ClusterLock lock,
      StopPermission stops,
      RollProgress roll) {
    StepHandlers handlers = new StepHandlers(context, session, waits, lock, stops, roll);
    handlers.register(
        StartJob.class,
        (_, _) -> {
          job.start();
          return true;
        });
    handlers.register(AwaitJob.class, new AwaitJobHandler(waits));
    return handlers;
  }

  @Test
  void aJobIsStartedAwaitedAndReportedWhileItRuns() {
    RunResult result = execute(_ -> {});
    assertThat(result.problems()).isEmpty();
    assertThat(events).anyMatch(RunEvent.Progressed.class::isInstance);
    assertThat(screen.toString())
        .contains("start job move shards (")
        .contains(" of 8.0 MB moved (")
        .contains("wait for job move shards (");
  }

  @Test
  void anInterruptLeavesTheJobRunningAndTheNextRunWaitsForIt() {
    Thread caller = Thread.currentThread();
    RunResult cut =
        execute(event -> {
          if (event instanceof RunEvent.Progressed) {
            caller.interrupt();
          }
        });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(cut.problems()).extracting(Problem::what).containsExactly("job move shards goes on");
    // The run does not wait for it: no step under way is named.
    assertThat(events).contains(new RunEvent.Interrupted(List.of()));
    assertThat(job.moved).hasValueLessThan(8 << 20);

    assertThat(execute(_ -> {}).problems()).isEmpty();
    assertThat(job.moved).hasValueGreaterThanOrEqualTo(8 << 20);
  }

  private RunResult execute(Consumer<RunEvent> listener) {
    DesiredState desired =
        ClusterSketch.of(1)
            .withRoots(folder.resolve("opt").toString(), folder.resolve("data").toString())
            .desired();
    HostName host = desired.inventory().coordinator().host();
    Step start =
        new Step("c1/start-job", host, null, new StartJob("move shards"), "test", List.of());
    Step await =
        new Step(
            "c1/await-job", host, null, new AwaitJob("move shards"), "test", List.of(start.id()));
    SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
    for (Host each : desired.inventory().hosts()) {
      hosts.put(each.name(), new LocalShellHost(each.name().value(), List.of("sh")));
    }
    RunLines lines = new RunLines(new PrintWriter(screen), new Palette(false), 2);
    return new PlanExecutor(this::handlers)
        .execute(
            new Plan(List.of(start, await), List.of(), List.of()),
            new ExecutionContext(
                desired.inventory(),
                hosts,
                new FakeCatalog(),
                desired.inventory().addressOnHost(desired.inventory().coordinator()),
                new RunIdentity("run-1", "anna@laptop", "rebalance"),
                new ExecutionContext.Limits(
                    2,
                    Duration.ofMinutes(1),
                    Duration.ofMillis(30),
                    Duration.ofSeconds(2),
                    Duration.ZERO),
                InstantSource.system(),
                null),
            event -> {
              events.add(event);
              lines.accept(event);
              listener.accept(event);
            });
  }
}
