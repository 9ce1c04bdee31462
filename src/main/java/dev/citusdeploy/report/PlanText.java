package dev.citusdeploy.report;

import dev.citusdeploy.execution.journal.MeasuredDurations;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A plan for people: the steps under their hosts, the catalog's steps last, then one summary line.
public final class PlanText {
  private static final int REASONS = 50;
  private static final String INDENT = "      ";

  private final Palette palette;
  private final int width;
  private final MeasuredDurations durations;
  private final Extent extent;

  /// A renderer of plans.
  ///
  /// @param width columns at which reasons wrap
  /// @param durations how long steps took when they were last done
  /// @param extent what the plan is for
  public PlanText(Palette palette, int width, MeasuredDurations durations, Extent extent) {
    this.palette = palette;
    this.width = Math.max(40, width);
    this.durations = durations;
    this.extent = extent;
  }

  /// What a plan is for.
  public enum Extent {
    /// All of it.
    CLUSTER("the cluster is"),
    /// What `--limit` names.
    CHOSEN("what --limit names is"),
    /// What answers, where something does not and may be left out.
    ANSWERING("the hosts that answer are");

    private final String words;

    Extent(String words) {
      this.words = words;
    }
  }

  /// The plan's lines. A converged plan is the one line "no changes".
  public List<String> lines(Inventory inventory, Plan plan) {
    List<String> lines = new ArrayList<>();
    FileChangesText files = new FileChangesText(palette);
    for (Host host : inventory.hosts()) {
      List<Step> steps =
          plan.steps().stream()
              .filter(step -> step.host().equals(host.name()))
              .filter(step -> step.action().traits().place() == Place.SERVER)
              .toList();
      if (!steps.isEmpty()) {
        lines.add(palette.strong(title(host)));
        steps.forEach(step -> lines.addAll(lines(step, files)));
        lines.add("");
      }
    }
    List<Step> catalog =
        plan.steps().stream()
            .filter(step -> step.action().traits().place() == Place.CATALOG)
            .toList();
    if (!catalog.isEmpty()) {
      lines.add(palette.strong("cluster " + inventory.cluster()));
      catalog.forEach(step -> lines.addAll(lines(step, files)));
      lines.add("");
    }
    plan.steps().stream()
        .filter(Step::hasNoWayBack)
        .findFirst()
        .ifPresent(
            step -> lines.add(palette.warning("point of no return: after step " + step.id())));
    plan.notes()
        .forEach(note -> NoteText.lines(note).forEach(line -> lines.add(palette.warning(line))));
    lines.add(palette.strong(summary(plan)));
    return lines;
  }

  private static String title(Host host) {
    String nodes =
        host.nodes().stream()
            .map(node -> node.role().word() + " " + label(host, node))
            .collect(Collectors.joining(", "));
    return host.name() + " (" + nodes + ")";
  }

  private static String label(Host host, Node node) {
    boolean same = node.name().value().equals(host.name().value());
    return same ? node.address().toString() : node.name() + " " + node.address();
  }

  private List<String> lines(Step step, FileChangesText files) {
    List<String> lines = new ArrayList<>();
    Symbol symbol = step.action().traits().symbol();
    String coloured =
        switch (symbol) {
          case ADD -> palette.good(symbol.text());
          case CHANGE, REPLACE -> palette.warning(symbol.text());
          case CHECK -> symbol.text();
        };
    lines.addAll(withReason(step, "  " + coloured + " "));
    step.action().files().forEach(node -> lines.addAll(files.lines(node)));
    return lines;
  }

  private String lastTime(Step step) {
    return durations
        .of(step)
        .map(took -> "; " + ApproximateDuration.words(took) + ", as last time")
        .orElse("");
  }

  /// On one line where there is room, else below it.
  private List<String> withReason(Step step, String start) {
    String phrase = step.action().phrase();
    String reason = step.reason() + lastTime(step);
    String end = step.hasNoWayBack() ? "; no way back" : "";
    String gap = " ".repeat(Math.max(1, REASONS - phrase.length()));
    if (4L + phrase.length() + gap.length() + reason.length() + end.length() <= width) {
      String warning = end.isEmpty() ? "" : palette.warning(end);
      return List.of(start + phrase + gap + palette.faint(reason) + warning);
    }
    List<String> lines = new ArrayList<>(List.of(start + phrase));
    StringBuilder line = new StringBuilder();
    for (String word : (reason + end).split(" ", -1)) {
      if (!line.isEmpty() && INDENT.length() + line.length() + 1 + word.length() > width) {
        lines.add(INDENT + palette.faint(line.toString()));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(INDENT + palette.faint(line.toString()));
    return lines;
  }

  /// One line with how much is going to happen.
  public String summary(Plan plan) {
    if (plan.isConverged()) {
      return "No changes: " + extent.words + " as the inventory describes.";
    }
    if (plan.steps().isEmpty()) {
      return "No plan: there are blockers.";
    }
    long added = count(plan, Symbol.ADD);
    List<String> restarts =
        plan.steps().stream()
            .filter(step -> step.action().traits().stopsServer())
            .map(step -> String.valueOf(step.node()))
            .toList();
    long reloads =
        plan.steps().stream()
            .filter(step -> step.action().traits().server() == ServerEffect.RELOADS)
            .count();
    StringBuilder text = new StringBuilder("Plan: ");
    text.append(added)
        .append(" to add, ")
        .append(count(plan, Symbol.CHANGE))
        .append(" to change, 0 to remove");
    if (!restarts.isEmpty()) {
      text.append("; ")
          .append(restarts.size())
          .append(restarts.size() == 1 ? " restart" : " restarts");
      text.append(" (").append(String.join(", ", restarts)).append(")");
    }
    if (reloads > 0) {
      text.append(restarts.isEmpty() ? "; " : ", ");
      text.append(reloads).append(reloads == 1 ? " reload" : " reloads");
    }
    long drifted = plan.steps().stream().mapToLong(step -> drifted(step.action())).sum();
    if (drifted > 0) {
      text.append("; ").append(drifted).append(drifted == 1 ? " file" : " files");
      text.append(" changed by hand");
    }
    durations
        .whole(plan)
        .ifPresent(whole -> text.append("; ").append(ApproximateDuration.words(whole)));
    return text.append('.').toString();
  }

  private static long drifted(Action action) {
    return action.files().stream().mapToLong(node -> node.drifted().size()).sum();
  }

  private static long count(Plan plan, Symbol symbol) {
    return plan.steps().stream().filter(step -> step.action().traits().symbol() == symbol).count();
  }
}
