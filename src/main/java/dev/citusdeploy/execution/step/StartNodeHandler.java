package dev.citusdeploy.execution.step;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.ListenAddresses;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.StartNode;

/// Starts a node that does not run.
record StartNodeHandler(ScriptRunner scripts, CatalogSession session, Inventory inventory)
    implements StepHandler<StartNode> {
  @Override
  public boolean run(Step step, StartNode start) {
    DesiredNode node = start.node();
    boolean changed =
        scripts.run(
            step,
            scripts
                .script("start the node", "start.sh", node)
                .with("ADDRESS", ListenAddresses.required(inventory, node.node()).orElse("")),
            ExecutionProblemCodes.STEP_FAILED_START);
    session.restarted(node.node());
    return changed;
  }
}
