package dev.citusdeploy.execution;

import dev.citusdeploy.plan.Step;
import java.util.Optional;

/// Executes a step.
public interface StepRunner {
  /// Does it and waits for the end. Interrupting the thread ends what only waits.
  ///
  /// @return whether something had to be done after all
  /// @throws ProblemException when it fails
  boolean run(Step step);

  /// Ends what only waits: the run was interrupted for the first time. Everything else that is
  /// under way may end by itself.
  default void endWaits() {}

  /// How far the job is that a step waits for; empty for a step that waits for no job.
  default Optional<JobProgress> progress(Step step) {
    return Optional.empty();
  }

  /// What somebody waits for while the step is under way, for people.
  String waitingFor(Step step);
}
