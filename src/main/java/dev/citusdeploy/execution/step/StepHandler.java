package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.JobProgress;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import java.util.Optional;

/// Does the steps of one kind of action.
///
/// @param <A> the kind
public interface StepHandler<A extends Action> {
  /// Does a step and waits for its end. Interrupting the thread ends what only waits.
  ///
  /// @param action the step's
  /// @return whether something had to be done after all
  /// @throws ProblemException when it fails
  boolean run(Step step, A action);

  /// How far the job is that a step of this kind waits for, by what was read of it last; empty for
  /// kinds that wait for no job.
  default Optional<JobProgress> progress(Step step) {
    return Optional.empty();
  }
}
