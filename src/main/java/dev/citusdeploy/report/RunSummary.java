package dev.citusdeploy.report;

import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import java.util.ArrayList;
import java.util.List;

/// What a run came to, a line a host.
public final class RunSummary {
  private RunSummary() {}

  /// The recap of all hosts of the inventory, including those without a step.
  public static List<String> lines(Inventory inventory, RunResult result) {
    TextTable table = new TextTable("HOST", "OUTCOME", "DONE", "FAILED", "NOT REACHED");
    for (Host host : inventory.hosts()) {
      long done = 0;
      long failed = 0;
      long notReached = 0;
      boolean anyChange = false;
      for (var entry : result.outcomes().entrySet()) {
        if (entry.getKey().host().equals(host.name())) {
          switch (entry.getValue()) {
            case StepOutcome.Succeeded(var _, var changed) -> {
              done++;
              anyChange |= changed;
            }
            case StepOutcome.Failed _ -> failed++;
            case StepOutcome.NotReached _ -> notReached++;
          }
        }
      }
      table.row(
          host.name().value(),
          outcome(anyChange, failed, notReached),
          String.valueOf(done),
          String.valueOf(failed),
          String.valueOf(notReached));
    }
    List<String> lines = new ArrayList<>(table.lines());
    result.notes().forEach(note -> lines.add("note: " + note));
    return lines;
  }

  private static String outcome(boolean anyChange, long failed, long notReached) {
    if (failed > 0) {
      return "failed";
    }
    if (notReached > 0) {
      return "not finished";
    }
    return anyChange ? "changed" : "ok";
  }
}
