package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.plan.ServiceFiles.MovedLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Changes of files for people: a line each, with the difference below it. What is the same on
/// several nodes is shown once.
final class FileChangesText {
  private static final int LONGEST = 80;
  private static final String INDENT = "      ";
  private static final String DEEPER = INDENT + "    ";

  private final Palette palette;
  private final Map<Object, String> shown = new HashMap<>();

  FileChangesText(Palette palette) {
    this.palette = palette;
  }

  /// The lines of one service.
  List<String> lines(ServiceFiles files) {
    List<String> lines = new ArrayList<>();
    String service = files.service().name().value();
    if (files.moved() != null) {
      lines.add(
          INDENT + palette.bad("!") + " " + service + "/conf/current" + byHand(files.moved()));
    }
    List<FileChangeView> changes = FileChangeView.of(files);
    boolean fresh = changes.stream().allMatch(change -> change.change().effect() == Effect.NEW);
    List<String> names = changes.stream().map(FileChangeView::name).toList();
    String like = fresh && names.size() > 1 ? shown.putIfAbsent(names, service) : null;
    if (like != null) {
      lines.add(
          INDENT
              + palette.good("+")
              + " "
              + service
              + "/: "
              + names.size()
              + " files, named as those of "
              + like);
    } else {
      changes.forEach(change -> lines.addAll(lines(service, change)));
    }
    return lines;
  }

  private static String byHand(MovedLink moved) {
    return " was pointed to %s by hand; the last apply set it to %s"
        .formatted(ForeignText.inline(moved.to()), ForeignText.inline(moved.applied()));
  }

  private List<String> lines(String service, FileChangeView change) {
    List<String> lines = new ArrayList<>();
    String title = INDENT + symbol(change) + " " + service + "/" + change.name();
    String remark = change.remark().isEmpty() ? "" : " " + remark(change);
    String like = change.diff().isEmpty() ? null : shown.putIfAbsent(sameness(change), service);
    if (like != null) {
      return List.of(title + remark + " " + palette.faint("(as on " + like + ")"));
    }
    lines.add(title + remark);
    if (change.isDrift() && !change.byHand().isEmpty()) {
      lines.add(INDENT + "  " + palette.faint("what was done by hand:"));
      lines.addAll(diff(change.byHand()));
    }
    if (change.isDrift() && !change.diff().isEmpty()) {
      lines.add(INDENT + "  " + palette.faint("what apply --overwrite-drift makes of it:"));
    }
    lines.addAll(diff(change.diff()));
    return lines;
  }

  /// What makes two changes the same: lines beside them may name the node.
  private static List<Object> sameness(FileChangeView change) {
    return List.of(change.name(), changedLines(change.diff()), changedLines(change.byHand()));
  }

  private static List<String> changedLines(List<String> unified) {
    return unified.stream().filter(line -> !line.startsWith(" ") && !line.startsWith("@")).toList();
  }

  private String remark(FileChangeView change) {
    return change.isDrift() ? palette.bad(change.remark()) : palette.faint(change.remark());
  }

  private String symbol(FileChangeView change) {
    return switch (change.change().effect()) {
      case NEW, MISSING -> palette.good("+");
      case CHANGED, MODE, CARRIED_OVER ->
          change.isDrift() ? palette.bad("!") : palette.warning("~");
    };
  }

  private List<String> diff(List<String> unified) {
    List<String> lines = new ArrayList<>();
    int more = unified.size() - LONGEST;
    for (String line : more > 1 ? unified.subList(0, LONGEST) : unified) {
      lines.add(DEEPER + coloured(line));
    }
    if (more > 1) {
      lines.add(DEEPER + palette.faint("… and " + more + " more lines (-o json shows all)"));
    }
    return lines;
  }

  private String coloured(String line) {
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '-' -> palette.bad(line);
      case '+' -> palette.good(line);
      case '@', '\\', '(' -> palette.faint(line);
      default -> line;
    };
  }
}
