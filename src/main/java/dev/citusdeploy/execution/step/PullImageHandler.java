package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.PullImage;
import java.util.stream.Collectors;

/// Fetches an image, and inspects it before a node with data is touched.
record PullImageHandler(ScriptRunner scripts, Inventory inventory)
    implements StepHandler<PullImage> {
  @Override
  public boolean run(Step step, PullImage pull) {
    return scripts.run(
        step,
        ScriptFiles.withImages("pull the image", "pull-image.sh", scripts.deadline())
            .with("IMAGE", pull.image())
            .with("KNOWN", String.join(" ", pull.known()))
            .with("NODES", nodes(step)),
        ExecutionProblemCodes.STEP_FAILED_PULL_IMAGE);
  }

  /// Where each node of a step's host has its record and its data.
  private String nodes(Step step) {
    ServerLayout layout = inventory.layout();
    return inventory.nodes().stream()
        .filter(node -> node.host().equals(step.host()))
        .map(node -> layout.firstStart(node.name()) + "|" + layout.dataFolder(node.name()))
        .collect(Collectors.joining("\n"));
  }
}
