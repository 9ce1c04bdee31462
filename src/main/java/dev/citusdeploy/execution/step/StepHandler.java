package dev.citusdeploy.execution.step;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;

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
}
