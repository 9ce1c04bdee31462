package dev.citusdeploy.report;

import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Prints a run as plain lines, one a finished or waiting step. The one owner of its writer; may be
/// called from many threads.
public final class RunLines implements Consumer<RunEvent> {
  private static final int LONGEST = 1000;

  private final PrintWriter out;
  private final Palette palette;
  private final int steps;
  private int ended;

  /// @param out where the lines go
  /// @param steps how many steps the plan has
  public RunLines(PrintWriter out, Palette palette, int steps) {
    this.out = out;
    this.palette = palette;
    this.steps = steps;
  }

  @Override
  public synchronized void accept(RunEvent event) {
    switch (event) {
      case RunEvent.Started _ -> {}
      case RunEvent.Waiting(var step, var what, var since) ->
          line(step, palette.faint("…"), "waiting for " + what + " (" + seconds(since) + ")");
      case RunEvent.Progressed(var step, var progress, var since) ->
          line(step, palette.faint("…"), ProgressText.of(progress) + " (" + seconds(since) + ")");
      case RunEvent.Ended(var step, var outcome) -> ended(step, outcome);
      case RunEvent.Interrupted(var underWay) ->
          out.println(palette.warning(interrupted(underWay.size())));
    }
    out.flush();
  }

  private void ended(Step step, StepOutcome outcome) {
    ended++;
    switch (outcome) {
      case StepOutcome.Succeeded(var took, var _) ->
          line(step, palette.good("✓"), step.action().phrase() + " (" + seconds(took) + ")");
      case StepOutcome.Failed(var took, var problems) ->
          line(
              step,
              palette.bad("✗"),
              step.action().phrase() + " failed after " + seconds(took) + ": " + whats(problems));
      case StepOutcome.NotReached(var because) ->
          line(step, palette.warning("-"), step.action().phrase() + " not reached: " + because);
    }
  }

  private static String whats(List<Problem> problems) {
    int more = problems.size() - 1;
    return problems.getFirst().what() + (more > 0 ? " (and " + more + " more)" : "");
  }

  private void line(Step step, String symbol, String words) {
    String text = ForeignText.escaped(ForeignText.shortened(words, LONGEST));
    String width = String.valueOf(String.valueOf(steps).length());
    out.printf(
        Locale.ROOT, "[%" + width + "d/%d] %s %s: %s%n", ended, steps, symbol, step.host(), text);
  }

  /// The line after somebody asked the run to end.
  static String interrupted(int underWay) {
    String ends = underWay == 1 ? "the step under way ends" : underWay + " steps under way end";
    return "interrupted: "
        + (underWay == 0 ? "no step begins any more" : ends + ", no other begins")
        + "; Ctrl-C again stops at once";
  }

  /// Seconds with one digit behind the point: `0.4 s`.
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
