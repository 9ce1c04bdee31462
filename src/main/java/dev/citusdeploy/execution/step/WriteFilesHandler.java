package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.execution.script.ScriptLimit;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.WriteFiles;
import dev.citusdeploy.remote.Script;

/// Writes the changed files of the services of a host.
record WriteFilesHandler(ScriptRunner scripts, ExecutionContext context)
    implements StepHandler<WriteFiles> {
  /// How long at most, in seconds, a script waits for another one that writes there.
  private static final long PATIENCE = 120;

  @Override
  public boolean run(Step step, WriteFiles write) {
    FileArchive parcel = FileArchive.of(write.services());
    Script script = ScriptFiles.alone("write files", "write-files.sh", scripts.deadline());
    Inventory inventory = context.inventory();
    long wait = ScriptLimit.waitSeconds(scripts.deadline());
    return scripts.run(
        step,
        new Script(script.title(), script.text(), parcel.archive(), script.deadline())
            .with("ROOT", inventory.layout().programFolder())
            .with("RUN", context.run().id())
            .with("PATIENCE", Long.toString(Math.min(PATIENCE, wait)))
            .with("NODES", parcel.services())
            .with("FILES", parcel.files())
            .with("ALL", parcel.all()),
        ExecutionProblemCodes.STEP_FAILED_WRITE_FILES);
  }
}
