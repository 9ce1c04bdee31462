package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.gate.HealthGate;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AwaitHealthy;

/// Waits for a healthy cluster around the restart of a node. Changes nothing.
record AwaitHealthyHandler(ScriptRunner scripts, HealthGate gate)
    implements StepHandler<AwaitHealthy> {
  @Override
  public boolean run(Step step, AwaitHealthy await) {
    switch (await.moment()) {
      case BEFORE_STOP ->
          gate.beforeStop(
              step, await.node(), () -> RecreateNodeHandler.serves(scripts, step, await.node()));
      case AFTER_START -> gate.afterStart(step, await.node());
    }
    return false;
  }
}
