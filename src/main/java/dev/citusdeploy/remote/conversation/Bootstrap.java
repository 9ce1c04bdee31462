package dev.citusdeploy.remote.conversation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// The constant command line that starts a conversation: the same for every host, script and login
/// shell. It must not need quoting that differs between sh, csh and fish.
final class Bootstrap {
  /// Written by the server to standard error before it calls sudo.
  static final String CALLS_SUDO = "citus-deploy calls sudo";

  /// Written by the server to standard error when there is no sudo.
  static final String NO_SUDO = "citus-deploy finds no sudo";

  private static final String FORBIDDEN = "'!\\\n\t";

  private Bootstrap() {}

  /// The command line.
  ///
  /// @param sudo whether the conversation runs with the rights of root
  static String commandLine(boolean sudo) {
    String loop = "'" + oneLine("conversation.sh") + "'";
    return sudo ? "exec sh -c '" + oneLine("sudo.sh") + "' " + loop : "exec sh -c " + loop;
  }

  /// A script of this package on one line, without its comments.
  ///
  /// @throws IllegalStateException when it contains a character that login shells interpret
  ///   differently
  static String oneLine(String resource) {
    String line =
        read(resource)
            .lines()
            .map(String::strip)
            .filter(text -> !text.isEmpty() && !text.startsWith("#"))
            .collect(Collectors.joining(" "));
    if (line.chars().anyMatch(character -> FORBIDDEN.indexOf(character) >= 0)) {
      throw new IllegalStateException(resource + " holds one of ' ! \\ or a tab");
    }
    return line;
  }

  /// A script of this package, unchanged.
  static String read(String resource) {
    try (InputStream stream = Bootstrap.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("not packed: " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
