package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.session.LocalJournalFile;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Verbosity;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.run.PlanExecutor;
import dev.citusdeploy.execution.step.StepHandlers;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.report.LiveView;
import dev.citusdeploy.report.RunLines;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// Executes a plan, writing it into this machine's journal, while one place shows how far it is.
///
/// @param console where that is
/// @param quiet whether nothing is shown
record PlanRun(Console console, boolean quiet) {
  /// How a run ended.
  ///
  /// @param result an outcome for every step
  /// @param problems of the steps that failed, or why nothing was begun
  record Ending(RunResult result, List<Problem> problems) {}

  /// Executes it. Where the lock or the journal cannot be had, no step is reached.
  ///
  /// @param facts what the plan was made for
  Ending execute(Plan plan, ExecutionContext context, ClusterFacts facts) {
    LocalJournalFile journal = LocalJournalFile.of(console, context.inventory());
    try (LocalJournalFile.Writing writing =
        journal.open(context.run(), context.inventory(), plan, facts)) {
      RunResult result = watched(plan, context, writing);
      journal.end(writing, result, Thread.currentThread().isInterrupted());
      return new Ending(result, result.problems());
    } catch (ProblemException e) {
      return new Ending(nothingBegun(plan), e.problems());
    }
  }

  private static RunResult nothingBegun(Plan plan) {
    SequencedMap<Step, StepOutcome> outcomes = new LinkedHashMap<>();
    plan.steps()
        .forEach(step -> outcomes.put(step, new StepOutcome.NotReached("nothing was begun")));
    return new RunResult(outcomes);
  }

  /// A view that is drawn over and over on a terminal, plain lines elsewhere.
  private RunResult watched(Plan plan, ExecutionContext context, Consumer<RunEvent> journal) {
    PlanExecutor executor = new PlanExecutor(StepHandlers::new);
    if (quiet) {
      return executor.execute(plan, context, journal);
    }
    if (!console.interactive() || Verbosity.isShown()) {
      var lines = new RunLines(console.err(), console.errPalette(), plan.steps().size());
      return executor.execute(plan, context, journal.andThen(lines));
    }
    var screen = new LiveView.Screen(console.size().width(), console.size().height());
    try (LiveView view =
        new LiveView(
            console.terminal(), console.errPalette(), screen, plan, InstantSource.system())) {
      return executor.execute(plan, context, journal.andThen(view.ticking()));
    }
  }
}
