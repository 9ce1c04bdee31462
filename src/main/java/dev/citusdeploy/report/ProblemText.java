package dev.citusdeploy.report;

import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Problems as text: where and what in the first line, then why, then what to do next.
public final class ProblemText {
  private static final String INDENT = "  ";

  /// Something between backticks.
  private static final Pattern COMMAND = Pattern.compile("`([^`]*)`");

  /// What must not be broken: no blanks, unless between backticks.
  private static final Pattern WORD = Pattern.compile("(?:`[^`]*`|[^ `]|`)+");

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
    String head = problem.where() + ": " + problem.what() + " [" + problem.code() + "]";
    String start = "✗ ";
    for (String line : wrap(head, INDENT, words -> String.join(" ", words))) {
      lines.add(palette.bad(start + line));
      start = INDENT;
    }
    paragraph(lines, "why", problem.why());
    paragraph(lines, "next", problem.remedy());
    return lines;
  }

  private void paragraph(List<String> lines, String label, String text) {
    String start = INDENT + (label + ":     ").substring(0, 6);
    for (String source : text.strip().lines().toList()) {
      for (String line : wrap(source, INDENT + "      ", this::coloured)) {
        lines.add(start + line);
        start = INDENT + "      ";
      }
    }
  }

  /// Breaks at blanks, never within a command, which stands between backticks: it stays whole, to
  /// be pasted. A line that begins with a blank is shown as it is: it is output.
  private List<String> wrap(String text, String indent, Function<List<String>, String> joined) {
    int room = width - indent.length();
    if (text.startsWith(" ")) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    int length = 0;
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      if (!line.isEmpty() && length + 1 + word.length() > room) {
        lines.add(joined.apply(line));
        line = new ArrayList<>();
        length = 0;
      }
      length += (line.isEmpty() ? 0 : 1) + word.length();
      line.add(word);
    }
    lines.add(joined.apply(line));
    return lines;
  }

  /// Where there are colours, they set commands off, and no backtick is in the way of copying.
  private String coloured(List<String> words) {
    String line = String.join(" ", words);
    return palette.coloured()
        ? COMMAND
            .matcher(line)
            .replaceAll(found -> Matcher.quoteReplacement(palette.verbatim(found.group(1))))
        : line;
  }
}
