package dev.citusdeploy.cli.terminal;

import java.io.IOException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// How large the terminal is.
///
/// @param width columns
/// @param height lines
public record TerminalSize(int width, int height) {
  /// The size of the process's terminal.
  ///
  /// @param fallback answer when there is no terminal or it has no size
  static TerminalSize of(TerminalSize fallback) {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      int width = terminal.getSize().getColumns();
      int height = terminal.getSize().getRows();
      return width > 0 && height > 0 ? new TerminalSize(width, height) : fallback;
    } catch (IOException | IllegalStateException e) {
      return fallback;
    }
  }
}
