package dev.citusdeploy.execution;

import dev.citusdeploy.model.Problem;
import java.time.Duration;
import java.util.List;

/// How a step ended.
public sealed interface StepOutcome {
  /// It did what it should.
  ///
  /// @param took how long
  /// @param changed whether something had to be done after all
  record Succeeded(Duration took, boolean changed) implements StepOutcome {}

  /// It failed.
  ///
  /// @param problems why, at least one
  record Failed(Duration took, List<Problem> problems) implements StepOutcome {
    /// Copies the list.
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /// It did nothing, because another step failed or the run was interrupted; it may have waited for
  /// permission to begin.
  record NotReached(String because) implements StepOutcome {}
}
