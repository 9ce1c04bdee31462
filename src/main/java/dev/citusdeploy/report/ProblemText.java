package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Problems as text: where and what in the first line, then why, then what to do next.
///
/// What happened and why may hold text from elsewhere, which must not be able to pass for a line of
/// this program. So no such text begins a line without its mark: each line of the cause behind the
/// first one bears the mark of foreign text, and so does a wrapped one that begins within foreign
/// text or like a heading. Only what is to be done next is searched for commands to set off.
/// Nothing is left to the terminal to wrap but commands, and commands hold no foreign text.
public final class ProblemText {
  private static final String INDENT = "  ";

  /// Of lines behind the first one of a heading: further in than `why:` and `next:`.
  private static final String DEEPER = "    ";

  private static final String TEXT = "        ";

  /// Something between backticks.
  private static final Pattern COMMAND = Pattern.compile("`([^`]*)`");

  /// What must not be broken: no blanks, unless between backticks.
  private static final Pattern WORD = Pattern.compile("(?:`[^`]*`|[^ `]|`)+");

  /// How lines of this program begin.
  private static final Pattern HEADING =
      Pattern.compile("[^\\p{L}\\p{N}`\"'(\\[].*|\\p{L}{2,8}:.*");

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
    String head =
        ForeignText.escaped(problem.where() + ": " + problem.what() + " [" + problem.code() + "]");
    String start = "✗ ";
    boolean fits = Columns.of(head) <= width - INDENT.length();
    for (String line :
        fits ? List.of(head) : guarded(wrap(head, width - DEEPER.length() - 2, true), 1)) {
      lines.add(palette.bad(start + line));
      start = DEEPER;
    }
    why(lines, problem.why());
    next(lines, problem.remedy());
    return lines;
  }

  private void why(List<String> lines, String text) {
    String start = label("why");
    boolean first = true;
    for (String source : text.strip().lines().toList()) {
      String line = ForeignText.escaped(source);
      boolean own = first && !line.startsWith(ForeignText.MARK);
      for (String shown : own ? guarded(sentence(line), 0) : quoted(line)) {
        lines.add(start + shown);
        start = TEXT;
      }
      first = false;
    }
  }

  private List<String> sentence(String line) {
    return wrap(line, width - TEXT.length() - 2, true);
  }

  private List<String> quoted(String line) {
    String text = line.startsWith(ForeignText.MARK) ? line.substring(2) : line.stripLeading();
    return Columns.lines(text, width - TEXT.length() - 2).stream()
        .map(piece -> ForeignText.MARK + piece)
        .toList();
  }

  /// Lines that begin within foreign text, or could be taken for a heading, bear the mark.
  ///
  /// @param from the first one that is considered
  private static List<String> guarded(List<String> wrapped, int from) {
    List<String> lines = new ArrayList<>();
    boolean foreign = false;
    for (String line : wrapped) {
      boolean marked = lines.size() >= from && (foreign || HEADING.matcher(line).matches());
      lines.add(marked ? ForeignText.MARK + line : line);
      foreign = ForeignText.staysOpen(line, foreign);
    }
    return lines;
  }

  private void next(List<String> lines, String text) {
    String start = label("next");
    for (String source : text.strip().lines().toList()) {
      String line = ForeignText.escaped(source);
      for (String shown : wrap(line, width - TEXT.length(), false)) {
        lines.add(start + coloured(shown));
        start = TEXT;
      }
    }
  }

  private static String label(String word) {
    return INDENT + (word + ":     ").substring(0, 6);
  }

  /// Breaks at blanks, never within a command, which is between backticks: it stays whole, to be
  /// pasted. A line that begins with a blank is a command and shown as it is.
  ///
  /// @param hard whether what has no blanks is broken as well, where it is too wide
  private static List<String> wrap(String text, int room, boolean hard) {
    if (text.startsWith(" ") && !hard) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      String word = words.group();
      if (!line.isEmpty() && Columns.of(line.toString()) + 1 + Columns.of(word) > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ");
      if (hard && Columns.of(word) > room) {
        List<String> pieces = Columns.lines(word, room);
        lines.addAll(pieces.subList(0, pieces.size() - 1));
        word = pieces.getLast();
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// Where there are colours, they set commands off, and no backtick is in the way of copying.
  private String coloured(String line) {
    return palette.coloured()
        ? COMMAND
            .matcher(line)
            .replaceAll(found -> Matcher.quoteReplacement(palette.verbatim(found.group(1))))
        : line;
  }
}
