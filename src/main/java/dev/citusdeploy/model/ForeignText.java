package dev.citusdeploy.model;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Foreign text (from servers, the network, files of others) in a form that is safe to show:
/// without characters that move a cursor, change the direction of text or are invisible, of bounded
/// length, and marked.
public final class ForeignText {
  /// The beginning of each line of a block of foreign text. Lines of this program never begin with
  /// it.
  public static final String MARK = "│ ";

  private static final char OPENING = '“';
  private static final char CLOSING = '”';

  /// Words that need no marks.
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_/.+\\[-](?:[\\]\\[A-Za-z0-9_/.+:=@%~,-]*[A-Za-z0-9_/.+-])?");

  /// Longest text within a line of this program, in characters.
  static final int LONGEST_INLINE = 200;

  /// Longest line of a block, in characters.
  static final int LONGEST_LINE = 500;

  /// Most lines of a block.
  static final int MOST_LINES = 30;

  private static final String HANGUL_FILLERS = "\u115f\u1160\u3164\uffa0";
  private static final int BLANK_BRAILLE = 0x2800;
  private static final int GRAPHEME_JOINER = 0x034f;

  private ForeignText() {}

  /// Whether a character may do harm where it is shown: control characters (C0, DEL and C1), format
  /// characters (bidirectional controls, zero-width ones, tags), line and paragraph separators,
  /// surrogates without their partner, private and unassigned ones, and those that cannot be seen.
  /// Source of the classes: Unicode, General_Category and Default_Ignorable_Code_Point.
  ///
  /// @param point a code point; an unpaired surrogate is given as itself
  public static boolean isHarmful(int point) {
    if (point < 0x7f) {
      return point < ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> isInvisible(point);
    };
  }

  private static boolean isInvisible(int point) {
    return (point >= 0xfe00 && point <= 0xfe0f)
        || (point >= 0xe0100 && point <= 0xe01ef)
        || (point >= 0x180b && point <= 0x180f)
        || point == BLANK_BRAILLE
        || point == GRAPHEME_JOINER
        || HANGUL_FILLERS.indexOf(point) >= 0;
  }

  /// The text with each harmful character, line ends and tabs among them, written as JSON writes
  /// it: backslash, u, and four hexadecimal digits. The result is one line, and within JSON it is
  /// still the same text.
  public static String escaped(String text) {
    return escaped(text, "");
  }

  /// The same, except for some characters that are kept.
  ///
  /// @param allowed characters that are kept, such as line ends
  public static String escaped(String text, String allowed) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      int length = Character.charCount(point);
      if (isHarmful(point) && allowed.indexOf(point) < 0) {
        if (escaped == null) {
          escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
        }
        appendEscape(escaped, point);
      } else if (escaped != null) {
        escaped.appendCodePoint(point);
      }
      i += length;
    }
    return escaped == null ? text : escaped.toString();
  }

  /// Writes a character as JSON does: backslash, u, and four hexadecimal digits for each half.
  public static void appendEscape(StringBuilder where, int point) {
    for (char half : Character.toChars(point)) {
      where.append("\\u%04x".formatted((int) half));
    }
  }

  /// For the middle of a sentence: a plain word, such as a version or a path, as it is; anything
  /// else as [#line] between `“` and `”`, which neither it nor a sentence of this program holds. So
  /// a view of the sentence can find where foreign text begins and ends, see
  /// [#staysOpen(String,boolean)]. Backticks, which delimit commands, become apostrophes.
  public static String inline(String text) {
    String line = line(text);
    return PLAIN.matcher(line).matches()
        ? line
        : OPENING + line.replace(OPENING, '"').replace(CLOSING, '"').replace('`', '\'') + CLOSING;
  }

  /// Several texts for the middle of a sentence, with commas between them.
  public static String inline(Collection<String> texts) {
    return texts.stream().map(ForeignText::inline).collect(Collectors.joining(", "));
  }

  /// Whether foreign text continues after a part of a sentence.
  ///
  /// @param part a piece of the sentence
  /// @param open whether the part itself begins within foreign text
  public static boolean staysOpen(String part, boolean open) {
    int opened = part.lastIndexOf(OPENING);
    int closed = part.lastIndexOf(CLOSING);
    return opened == closed ? open : opened > closed;
  }

  /// For a value that is stored, or has a cell or a line of its own: one safe, short line.
  public static String line(String text) {
    return shortened(
        escaped(shortened(text.strip(), 2 * LONGEST_INLINE).replaceAll("\\s*[\\r\\n\\t]\\s*", " ")),
        LONGEST_INLINE);
  }

  /// For the end of a sentence: below it, each line with the mark. The middle of a long text is
  /// left out.
  ///
  /// @return a line end, then the lines; a remark in their place where the text is blank
  public static String block(String text) {
    List<String> lines =
        text.lines().map(String::stripTrailing).filter(line -> !line.isEmpty()).toList();
    if (lines.isEmpty()) {
      return "\n" + MARK + "(nothing)";
    }
    return "\n"
        + bounded(lines).stream().map(ForeignText::marked).collect(Collectors.joining("\n"));
  }

  private static List<String> bounded(List<String> lines) {
    int more = lines.size() - MOST_LINES;
    return more <= 0
        ? lines
        : Stream.of(
                lines.subList(0, MOST_LINES / 3),
                List.of("… " + more + " lines more …"),
                lines.subList(lines.size() - (MOST_LINES - MOST_LINES / 3), lines.size()))
            .flatMap(List::stream)
            .toList();
  }

  private static String marked(String line) {
    return MARK
        + shortened(escaped(shortened(line, 2 * LONGEST_LINE).replace("\t", "  ")), LONGEST_LINE);
  }

  /// The beginning of a text, with how much was cut off where something was.
  ///
  /// @param longest how much is kept, in characters
  public static String shortened(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end) + "… (" + (text.length() - end) + " characters more)";
  }
}
