package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.ShellQuoting;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The command lines that start and end a separate process. Every login shell reads them the same:
/// characters that sh, csh and fish quote differently are sent as numbers for `printf`.
public final class CommandBootstrap {
  /// Shorter than the 1024 bytes that a word of the old csh may have.
  private static final int LONGEST_WORD = 900;

  private static final int ESCAPED = "\\\\0000''".length();

  private CommandBootstrap() {}

  /// A mark for one process.
  ///
  /// @param random unforeseeable
  public static String mark(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The command line that starts a process.
  ///
  /// @param sudo whether it runs with the rights of root
  /// @param mark see [#mark]
  /// @param line a POSIX shell command line without NUL
  public static String starting(boolean sudo, String mark, String line) {
    // All descendants of the process inherit the mark in their environment.
    String surroundings =
        """
        umask 022
        PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        CITUS_DEPLOY_PROCESS=%s
        export PATH CITUS_DEPLOY_PROCESS
        """
            .formatted(mark);
    return commandLine(sudo, surroundings + line);
  }

  /// The command line that ends a process and all its descendants that did not clear their
  /// environment. It takes at most about 4 s, and has no output.
  ///
  /// @param sudo whether the process has the rights of root
  /// @param mark what it was started with
  public static String ending(boolean sudo, String mark) {
    return commandLine(sudo, "MARK=" + ShellQuoting.quote(mark) + "\n" + Bootstrap.read("end.sh"));
  }

  private static String commandLine(boolean sudo, String text) {
    String script = Bootstrap.oneLine(sudo ? "command-sudo.sh" : "command.sh");
    return "exec sh -c '" + script + "' sh" + words(text);
  }

  /// A text as words for `printf %b`, each with a space before it.
  static String words(String text) {
    StringBuilder words = new StringBuilder();
    StringBuilder word = new StringBuilder();
    for (byte single : text.getBytes(StandardCharsets.UTF_8)) {
      if (word.length() > LONGEST_WORD - ESCAPED) {
        words.append(" '").append(word).append('\'');
        word.setLength(0);
      }
      if (isPlain(single)) {
        word.append((char) single);
      } else {
        word.append("'\\\\0%03o'".formatted(single & 0xff));
      }
    }
    return words.append(" '").append(word).append('\'').toString();
  }

  /// Whether a byte stands for itself between single quotes, and for printf.
  private static boolean isPlain(byte single) {
    return single >= ' ' && single <= '~' && "'!\\".indexOf(single) < 0;
  }
}
