package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.gate.HealthGate;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.remote.Answer;

/// Stops a node and starts it with a new container, unless stopping it is not allowed any more.
record RecreateNodeHandler(ScriptRunner scripts, CatalogSession session, HealthGate gate)
    implements StepHandler<RecreateNode> {
  @Override
  public boolean run(Step step, RecreateNode recreate) {
    DesiredNode node = recreate.node();
    boolean done = false;
    try {
      gate.confirmStop(step, node, () -> serves(scripts, step, node));
      boolean changed =
          scripts.run(
              step,
              scripts.script("re-create the node", "recreate.sh", node),
              ExecutionProblemCodes.STEP_FAILED_RECREATE);
      session.restarted(node.node());
      gate.restarted(node);
      done = true;
      return changed;
    } finally {
      if (!done) {
        gate.failed(node);
      }
    }
  }

  /// Whether a node's container is healthy; false where its server does not answer.
  static boolean serves(ScriptRunner scripts, Step step, DesiredNode node) {
    Answer answer = scripts.ask(step, scripts.script("check the node", "serves.sh", node));
    return answer.succeeded() && answer.output().contains("serves=running healthy");
  }
}
