package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.InitialiseData;
import org.jspecify.annotations.Nullable;

/// Makes new data.
///
/// @param superuserPassword what it is made with; null for one that nobody knows
record InitialiseDataHandler(ScriptRunner scripts, @Nullable Secret superuserPassword)
    implements StepHandler<InitialiseData> {
  @Override
  public boolean run(Step step, InitialiseData initialise) {
    return scripts.run(
        step,
        scripts
            .script("initialise the data", "initialise.sh", initialise.node())
            .with("FINGERPRINT", initialise.fingerprint())
            .with("PASSWORD", superuserPassword == null ? "" : superuserPassword.reveal()),
        ExecutionProblemCodes.STEP_FAILED_INITIALISE);
  }
}
