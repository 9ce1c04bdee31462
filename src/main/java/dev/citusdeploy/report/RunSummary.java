package dev.citusdeploy.report;

import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.List;

/// What a run came to, a line a host.
public final class RunSummary {
  private RunSummary() {}

  /// The recap of all hosts of the inventory, including those without a step: `ok`, `changed`,
  /// `failed`, `unreachable` or `not reached`.
  ///
  /// @param problems why the run, or some of it, was not done
  public static List<String> lines(Inventory inventory, RunResult result, List<Problem> problems) {
    TextTable table = new TextTable("HOST", "OUTCOME", "DONE", "FAILED", "NOT REACHED");
    for (Host host : inventory.hosts()) {
      Tally tally = new Tally();
      result
          .outcomes()
          .forEach((step, outcome) -> {
            if (step.host().equals(host.name())) {
              tally.add(outcome);
            }
          });
      tally.lost |= problems.stream().anyMatch(problem -> isLossOf(host, problem));
      table.row(
          host.name().value(),
          tally.word(),
          String.valueOf(tally.done),
          String.valueOf(tally.failed),
          String.valueOf(tally.notReached));
    }
    List<String> lines = new ArrayList<>(table.lines());
    result.notes().forEach(note -> lines.addAll(NoteText.lines(note)));
    return lines;
  }

  private static boolean isLossOf(Host host, Problem problem) {
    return problem.kind() == Problem.Kind.UNREACHABLE
        && problem.where().equals(host.name().value());
  }

  /// The counts of one host.
  private static final class Tally {
    private int done;
    private int failed;
    private int notReached;
    private boolean changed;
    private boolean lost;

    void add(StepOutcome outcome) {
      switch (outcome) {
        case StepOutcome.Succeeded(var _, var hasChanged) -> {
          done++;
          changed |= hasChanged;
        }
        case StepOutcome.Failed _ -> failed++;
        case StepOutcome.NotReached _ -> notReached++;
      }
    }

    String word() {
      if (lost) {
        return "unreachable";
      }
      if (failed > 0) {
        return "failed";
      }
      if (notReached > 0) {
        return "not reached";
      }
      return changed ? "changed" : "ok";
    }
  }
}
