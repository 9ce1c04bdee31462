package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A plan and how its execution ended: `apply -o json`.
///
/// @param format version of the document, 1
/// @param converged whether there was nothing to do and no blocker
/// @param problems all problems of the run
record RunDocument(
    int format,
    String cluster,
    boolean converged,
    List<Step> steps,
    List<String> notes,
    List<ProblemEntry> problems) {
  /// A step.
  ///
  /// @param node null for a step of a whole host or the cluster
  /// @param action what it does, for people
  /// @param after ids of the steps that must have succeeded before
  /// @param files paths that it writes; absent when it writes none
  /// @param diffs how they change; absent when it writes none
  /// @param outcome how it ended; null when it was not executed
  record Step(
      String id,
      String host,
      @Nullable String node,
      String action,
      String reason,
      List<String> after,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> files,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FileChangeEntry> diffs,
      @Nullable Outcome outcome) {}

  /// How a step ended.
  sealed interface Outcome {}

  /// It was done.
  ///
  /// @param state `succeeded`
  /// @param changed whether there was something to do after all
  record Succeeded(String state, boolean changed, long milliseconds) implements Outcome {}

  /// It failed.
  ///
  /// @param state `failed`
  /// @param problem the first of its problems
  record Failed(String state, ProblemEntry problem, List<ProblemEntry> problems, long milliseconds)
      implements Outcome {}

  /// It was not begun.
  ///
  /// @param state `not_reached`
  /// @param because the step or event that kept it from being begun
  record NotReached(String state, String because) implements Outcome {}

  /// The document of a run.
  ///
  /// @param inventory how the command line names the inventory, for commands to paste
  static RunDocument of(
      Inventory cluster, Plan plan, RunResult result, List<Problem> problems, String inventory) {
    return new RunDocument(
        JsonDocument.FORMAT,
        cluster.cluster(),
        plan.isConverged(),
        plan.steps().stream()
            .map(step -> step(step, result.outcomes().get(step), inventory))
            .toList(),
        Stream.concat(plan.notes().stream(), result.notes().stream()).toList(),
        ProblemEntry.of(problems, inventory));
  }

  private static Step step(
      dev.citusdeploy.plan.Step step, @Nullable StepOutcome outcome, String inventory) {
    List<ServiceFiles> services = step.action().files();
    return new Step(
        step.id(),
        step.host().value(),
        step.node() == null ? null : step.node().value(),
        step.action().phrase(),
        step.reason(),
        step.after(),
        services.isEmpty() ? null : paths(services),
        services.isEmpty() ? null : FileChangeEntry.of(services),
        outcome == null ? null : outcome(outcome, inventory));
  }

  private static List<String> paths(List<ServiceFiles> services) {
    return services.stream()
        .flatMap(files ->
            files.changes().stream()
                .map(change -> files.service().folder() + "/" + change.file().path()))
        .toList();
  }

  private static Outcome outcome(StepOutcome outcome, String inventory) {
    return switch (outcome) {
      case StepOutcome.Succeeded(var took, var changed) ->
          new Succeeded("succeeded", changed, took.toMillis());
      case StepOutcome.Failed(var took, var problems) ->
          new Failed(
              "failed",
              ProblemEntry.of(problems.getFirst(), inventory),
              ProblemEntry.of(problems, inventory),
              took.toMillis());
      case StepOutcome.NotReached(var because) -> new NotReached("not_reached", because);
    };
  }
}
