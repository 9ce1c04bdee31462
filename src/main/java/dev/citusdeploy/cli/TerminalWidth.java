package dev.citusdeploy.cli;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// Asks the terminal how wide it is.
final class TerminalWidth {
  private TerminalWidth() {}

  /// Columns of the process's terminal.
  ///
  /// @param fallback answer when there is no terminal or it does not say
  static int columns(int fallback) {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      int width = terminal.getSize().getColumns();
      return width > 0 ? width : fallback;
    } catch (IOException | IllegalStateException e) {
      return fallback;
    }
  }
}
