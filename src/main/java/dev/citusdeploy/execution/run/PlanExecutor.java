package dev.citusdeploy.execution.run;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.gate.RollProgress;
import dev.citusdeploy.execution.journal.RunRecords;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.lock.LeaseKeeper;
import dev.citusdeploy.execution.step.StepHandlers;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Executes a plan, and nothing else.
public final class PlanExecutor {
  private final StepHandlers.Factory handlers;

  /// An executor of the actions that some handlers know.
  public PlanExecutor(StepHandlers.Factory handlers) {
    this.handlers = handlers;
  }

  /// Executes all steps, each as soon as those it waits for have succeeded.
  ///
  /// After a failure, what does not depend on it goes on, but no running node is stopped any more.
  /// An interrupt of this thread begins nothing new and lets the steps under way end; the thread is
  /// interrupted again on return.
  ///
  /// @param events receives what happens, from this thread only
  /// @return one outcome for every step
  /// @throws ProblemException when the plan has blockers, or another run holds the lock; nothing is
  ///   done then
  public RunResult execute(Plan plan, ExecutionContext context, Consumer<RunEvent> events) {
    if (!plan.blockers().isEmpty()) {
      throw new ProblemException(plan.blockers());
    }
    List<HostName> hosts = plan.steps().stream().map(Step::host).distinct().toList();
    InterruptibleWaits waits = new InterruptibleWaits();
    try (ClusterLock lock = ClusterLock.take(context, hosts);
        LeaseKeeper keeper = new LeaseKeeper(lock);
        CatalogSession session = new CatalogSession(context, waits)) {
      keeper.keep(lock.hosts());
      RunRecords records = new RunRecords(context, lock);
      records.begin();
      StopPermission stops = new StopPermission();
      StepHandlers steps = handlers.of(context, session, waits, lock, stops, RollProgress.of(plan));
      RunResult done = execute(plan, steps, stops, context, events);
      RunResult result = new RunResult(done.outcomes(), news(steps.notes(), plan));
      // An interrupt would cancel the last line.
      boolean interrupted = Thread.interrupted();
      records.end(result, interrupted);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return result;
    }
  }

  private static List<String> news(List<String> notes, Plan plan) {
    return notes.stream().filter(note -> !plan.notes().contains(note)).toList();
  }

  private static RunResult execute(
      Plan plan,
      StepRunner runner,
      StopPermission stops,
      ExecutionContext context,
      Consumer<RunEvent> events) {
    var ended =
        new StepScheduler(plan.steps(), runner, stops, context.limits(), context.clock(), events)
            .run();
    SequencedMap<Step, StepOutcome> ordered = new LinkedHashMap<>();
    for (Step step : plan.steps()) {
      StepOutcome outcome = ended.get(step);
      if (outcome == null) {
        throw new IllegalStateException("step " + step.id() + " has no outcome");
      }
      ordered.put(step, outcome);
    }
    return new RunResult(ordered);
  }
}
