package dev.citusdeploy.model;

import java.util.regex.Pattern;

/// Quotes text for a POSIX shell. The only place where shell words are made.
public final class ShellQuoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

  private ShellQuoting() {}

  /// One word that the shell reads back as exactly the given text.
  ///
  /// @throws IllegalArgumentException when the text holds NUL, which no shell can hold
  public static String quote(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a shell word cannot hold NUL");
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  /// The same, but a word that needs no quotes stays unchanged: for commands that people read.
  public static String quoteIfNeeded(String text) {
    return PLAIN.matcher(text).matches() ? text : quote(text);
  }
}
