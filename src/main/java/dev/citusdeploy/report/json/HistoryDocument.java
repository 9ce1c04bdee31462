package dev.citusdeploy.report.json;

import dev.citusdeploy.execution.journal.RunRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs of the past, the newest first: `history -o json`.
///
/// @param format version of the document, 1
record HistoryDocument(int format, String cluster, List<Run> runs, List<ProblemEntry> problems) {
  /// A run.
  ///
  /// @param run its id
  /// @param began ISO 8601 time
  /// @param ended ISO 8601 time; null for a run that was cut off or is under way
  /// @param outcome how it ended; null when that is not recorded
  /// @param notBegun ids of steps that it did not reach
  /// @param sources where it is recorded: `servers`, `this machine`
  record Run(
      String run,
      String who,
      String command,
      String began,
      @Nullable String ended,
      @Nullable String outcome,
      List<Step> steps,
      List<String> notBegun,
      List<String> sources) {
    static Run of(RunRecord run) {
      return new Run(
          run.id(),
          run.who(),
          run.command(),
          run.began().toString(),
          run.ended() == null ? null : String.valueOf(run.ended()),
          run.outcome().isEmpty() ? null : run.outcome(),
          run.steps().stream().map(Step::of).toList(),
          run.notBegun(),
          run.sources().stream().map(RunRecord.Source::words).toList());
    }
  }

  /// A step of a run.
  ///
  /// @param seconds how long it took; null when its end is not recorded
  /// @param exitCode of its script; null when it had none or its end is not recorded
  /// @param problem code of the problem it failed with; null when it did not
  /// @param source where it is recorded
  record Step(
      String id,
      String host,
      String reason,
      String began,
      @Nullable Double seconds,
      @Nullable Integer exitCode,
      @Nullable String problem,
      String source) {
    static Step of(RunRecord.StepRecord step) {
      return new Step(
          step.id(),
          step.host(),
          step.reason(),
          step.began().toString(),
          step.took() == null ? null : step.took().toMillis() / 1000.0,
          step.exitCode(),
          step.problem().isEmpty() ? null : step.problem(),
          step.source().words());
    }
  }
}
