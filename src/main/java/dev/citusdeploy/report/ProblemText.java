package dev.citusdeploy.report;

import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.List;

/// Problems as text: where and what in the first line, then why, then what to do next.
public final class ProblemText {
  private static final String INDENT = "  ";

  private final Palette palette;
  private final int width;

  /// @param width columns at which text wraps, at least 40
  public ProblemText(Palette palette, int width) {
    this.palette = palette;
    this.width = Math.max(40, width);
  }

  /// All problems, each followed by an empty line.
  public List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.addAll(lines(problem));
      lines.add("");
    }
    return lines;
  }

  private List<String> lines(Problem problem) {
    List<String> lines = new ArrayList<>();
    List<String> head =
        wrap(problem.where() + ": " + problem.what() + " [" + problem.code() + "]", "");
    lines.add(palette.bad("✗ " + head.getFirst()));
    head.stream().skip(1).map(line -> palette.bad(INDENT + line)).forEach(lines::add);
    paragraph(lines, "why", problem.why());
    paragraph(lines, "next", problem.remedy());
    return lines;
  }

  private void paragraph(List<String> lines, String label, String text) {
    String start = INDENT + (label + ":     ").substring(0, 6);
    for (String source : text.strip().lines().toList()) {
      for (String line : wrap(source, INDENT + "      ")) {
        lines.add(start + line);
        start = INDENT + "      ";
      }
    }
  }

  /// Breaks at blanks. A line that begins with a blank is shown as it is: it is output or a
  /// command.
  private List<String> wrap(String text, String indent) {
    int room = width - indent.length() - 2;
    if (text.length() <= room || text.startsWith(" ")) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
