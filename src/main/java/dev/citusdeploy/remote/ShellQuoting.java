package dev.citusdeploy.remote;

/// Quotes text for a POSIX shell. The one place where a shell word is made.
public final class ShellQuoting {
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
}
