package dev.citusdeploy.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How many columns of a terminal text takes. It rather counts too many: what a terminal would wrap
/// by itself could begin a line that seems to be one of this program's.
final class Columns {
  /// Characters from here on may be two columns wide (Hangul, CJK, fullwidth forms, emoji).
  private static final int WIDE = 0x1100;

  /// Characters of the program's own texts that are one column wide: punctuation, arrows, symbols.
  private static final int NARROW_BEGIN = 0x2010;

  private static final int NARROW_END = 0x27ff;

  private Columns() {}

  /// What [Palette] writes around a text, which takes no room.
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9]{1,2}m");

  /// Columns of a text.
  static int of(String text) {
    return COLOUR.matcher(text).replaceAll("").codePoints().map(Columns::of).sum();
  }

  private static int of(int point) {
    boolean narrow = point < WIDE || (point >= NARROW_BEGIN && point <= NARROW_END);
    return narrow ? 1 : 2;
  }

  /// A text in lines that are no wider than so many columns, at least 2: broken at blanks where
  /// that is possible.
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String rest = text;
    for (int end = end(rest, width); end < rest.length(); end = end(rest, width)) {
      int blank = rest.lastIndexOf(' ', end);
      boolean early = blank <= end / 2;
      lines.add(rest.substring(0, early ? end : blank));
      rest = rest.substring(early ? end : blank + 1);
    }
    lines.add(rest);
    return lines;
  }

  /// Where the piece of a text ends that is no wider than so many columns.
  private static int end(String text, int width) {
    int used = 0;
    int end = 0;
    Matcher colour = COLOUR.matcher(text);
    while (end < text.length()) {
      if (text.charAt(end) == '\u001b' && colour.find(end) && colour.start() == end) {
        end = colour.end();
        continue;
      }
      int point = text.codePointAt(end);
      used += of(point);
      if (used > Math.max(2, width)) {
        return end;
      }
      end += Character.charCount(point);
    }
    return end;
  }

  /// The beginning of a text, with `…` at its end where something was cut off.
  static String cut(String text, int width) {
    return of(text) <= width ? text : text.substring(0, end(text, width - 1)) + "…";
  }
}
