package dev.citusdeploy.execution.run;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.StepNotBegunException;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs steps as soon as those they wait for have succeeded, each in a virtual thread. The thread
/// that calls reports all events, so they come one after the other. Used for one run.
///
/// After a failure, steps that do not depend on it go on, but nothing that stops a running node is
/// begun any more. An interrupt begins nothing new, ends what only waits and lets steps under way
/// end.
final class StepScheduler {
  private static final Logger LOG = LoggerFactory.getLogger(StepScheduler.class);

  private final StepQueue queue;
  private final StepRunner runner;
  private final StopPermission stops;
  private final ExecutionContext.Limits limits;
  private final InstantSource clock;
  private final Consumer<RunEvent> events;
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
  private final SequencedMap<Step, Running> running = new LinkedHashMap<>();
  private final SequencedMap<Step, StepOutcome> outcomes = new LinkedHashMap<>();
  private boolean interrupted;

  /// @param stops notified when no node may be stopped any more
  StepScheduler(
      List<Step> steps,
      StepRunner runner,
      StopPermission stops,
      ExecutionContext.Limits limits,
      InstantSource clock,
      Consumer<RunEvent> events) {
    this.queue = new StepQueue(steps);
    this.runner = runner;
    this.stops = stops;
    this.limits = limits;
    this.clock = clock;
    this.events = events;
  }

  /// Runs all steps and returns the outcome of each, in the order they ended. When this thread was
  /// interrupted, it is so again afterwards.
  SequencedMap<Step, StepOutcome> run() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      begin(threads);
      while (!running.isEmpty()) {
        awaitOne();
        begin(threads);
      }
    }
    dropAll(queue.waiting(), "another step failed");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return outcomes;
  }

  private void begin(ExecutorService threads) {
    while (running.size() < limits.parallel()) {
      Step step = queue.poll();
      if (step == null) {
        return;
      }
      Instant now = clock.instant();
      running.put(step, new Running(now, now));
      events.accept(new RunEvent.Started(step));
      threads.execute(() -> endings.add(attempt(step)));
    }
  }

  private Ending attempt(Step step) {
    try {
      return new Ending(step, runner.run(step), List.of(), null);
    } catch (StepNotBegunException e) {
      return new Ending(step, false, List.of(), e.because());
    } catch (ProblemException e) {
      return new Ending(step, false, e.problems(), null);
    } catch (RuntimeException | Error e) {
      LOG.error("step {} failed in a way that was not foreseen", step.id(), e);
      return new Ending(step, false, List.of(unforeseen(step, e)), null);
    }
  }

  private static Problem unforeseen(Step step, Throwable bug) {
    return new Problem(
        ExecutionProblemCodes.INTERNAL_ERROR,
        "the program made a mistake in step " + step.id(),
        "host " + step.host(),
        bug.getClass().getName(),
        "report it, with the log file that the last line names; then " + Remedies.AGAIN);
  }

  private void awaitOne() {
    try {
      Ending ending = endings.poll(untilNotice().toMillis() + 1, TimeUnit.MILLISECONDS);
      if (ending == null) {
        tellWaiting();
      } else {
        end(ending);
      }
    } catch (InterruptedException e) {
      interrupt();
    }
  }

  private void interrupt() {
    if (!interrupted) {
      stops.refuse("the run was interrupted");
      events.accept(
          new RunEvent.Interrupted(
              running.keySet().stream()
                  .filter(step -> step.action().traits().interrupt().mayStillEnd())
                  .toList()));
      runner.endWaits();
    }
    interrupted = true;
    dropAll(queue.waiting(), "the run was interrupted");
  }

  private void end(Ending ending) {
    Step step = ending.step();
    Running was = running.remove(step);
    Duration took = was == null ? Duration.ZERO : Duration.between(was.since(), clock.instant());
    if (ending.because() != null) {
      report(step, new StepOutcome.NotReached(ending.because()));
      dropDependents(step, "was not begun");
    } else if (ending.problems().isEmpty()) {
      report(step, new StepOutcome.Succeeded(took, ending.changed()));
      queue.succeeded(step);
    } else {
      String because = "no running node is stopped after " + step.id() + " failed";
      stops.refuse(because);
      report(step, new StepOutcome.Failed(took, ending.problems()));
      dropDependents(step, "failed");
      List<Step> stopping = queue.waiting().stream().filter(StepScheduler::concernsStop).toList();
      // All of them for the reason itself, and only then what waits for them.
      dropAll(stopping, because);
      stopping.forEach(other -> dropDependents(other, "was not begun"));
    }
  }

  private static boolean concernsStop(Step step) {
    ActionTraits traits = step.action().traits();
    return traits.stopsServer() || traits.servesStop();
  }

  private void dropDependents(Step step, String what) {
    dropAll(queue.dependents(step), "it waits for " + step.id() + ", which " + what);
  }

  private void dropAll(List<Step> steps, String because) {
    for (Step step : steps) {
      if (queue.drop(step)) {
        report(step, new StepOutcome.NotReached(because));
      }
    }
  }

  private void report(Step step, StepOutcome outcome) {
    outcomes.put(step, outcome);
    events.accept(new RunEvent.Ended(step, outcome));
  }

  private Duration untilNotice() {
    Instant now = clock.instant();
    return running.values().stream()
        .map(state -> Duration.between(now, state.reported().plus(limits.notice())))
        .min(Duration::compareTo)
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  private void tellWaiting() {
    Instant now = clock.instant();
    running.replaceAll((step, state) -> {
      if (Duration.between(state.reported(), now).compareTo(limits.notice()) < 0) {
        return state;
      }
      Duration since = Duration.between(state.since(), now);
      events.accept(
          runner
              .progress(step)
              .<RunEvent>map(progress -> new RunEvent.Progressed(step, progress, since))
              .orElseGet(() -> new RunEvent.Waiting(step, runner.waitingFor(step), since)));
      return new Running(state.since(), now);
    });
  }

  /// A step under way.
  ///
  /// @param since when it began
  /// @param reported when it was last reported
  private record Running(Instant since, Instant reported) {}

  /// How a step ended.
  ///
  /// @param because why it was not begun after all; null when it was
  private record Ending(
      Step step, boolean changed, List<Problem> problems, @Nullable String because) {}
}
