package dev.citusdeploy.report;

import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.execution.journal.RunRecord.Source;
import dev.citusdeploy.execution.journal.RunRecord.StepRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Runs of the past for people. Times are UTC, as in the ids of runs.
public final class HistoryText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Palette palette;

  /// A renderer of runs.
  public HistoryText(Palette palette) {
    this.palette = palette;
  }

  /// A line a run.
  public List<String> table(List<RunRecord> runs) {
    if (runs.isEmpty()) {
      return List.of("No run has changed anything on these servers yet.");
    }
    TextTable table =
        new TextTable("RUN", "BEGAN (UTC)", "WHO", "COMMAND", "STEPS", "OUTCOME", "SOURCE");
    for (RunRecord run : runs) {
      table.row(
          run.id(),
          TIME.format(run.began()),
          orDash(run.who()),
          orDash(run.command()),
          steps(run),
          outcome(run),
          run.sources().stream().map(Source::words).collect(Collectors.joining(", ")));
    }
    return table.lines();
  }

  /// One run with all its steps.
  public List<String> run(RunRecord run) {
    List<String> lines = new ArrayList<>();
    lines.add(palette.strong("run " + run.id() + ": " + orDash(run.command())));
    lines.add(
        "by " + orDash(run.who()) + ", " + TIME.format(run.began()) + " UTC, " + outcome(run));
    lines.add("");
    TextTable table = new TextTable("BEGAN", "HOST", "STEP", "TOOK", "OUTCOME", "SOURCE", "REASON");
    for (StepRecord step : run.steps()) {
      table.row(
          TIME.format(step.began()).substring(11),
          step.host(),
          step.id(),
          step.took() == null ? "-" : RunLines.seconds(step.took()),
          outcome(step),
          step.source().words(),
          step.reason());
    }
    lines.addAll(table.lines());
    List<String> notBegun = run.notBegun();
    if (!notBegun.isEmpty()) {
      lines.add("");
      lines.add("not begun: " + String.join(", ", notBegun));
    }
    return lines;
  }

  private static String steps(RunRecord run) {
    return run.steps().size() + (run.planned().isEmpty() ? "" : " of " + run.planned().size());
  }

  private static String outcome(StepRecord step) {
    if (!step.problem().isEmpty()) {
      return step.problem();
    }
    Integer exitCode = step.exitCode();
    if (exitCode == null) {
      return "never ended";
    }
    return exitCode == 0 ? "done" : "exit code " + exitCode;
  }

  private static String outcome(RunRecord run) {
    return run.outcome().isEmpty() ? "cut off, or under way" : run.outcome();
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }
}
