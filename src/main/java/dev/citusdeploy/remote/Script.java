package dev.citusdeploy.remote;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.ShellQuoting;
import java.time.Duration;

/// A POSIX shell script with what it reads from standard input. The text travels by standard input
/// too, so secrets may stand in it, but never in a command it starts.
///
/// @param title what it does, for messages: "write files"
/// @param text the script; standard output must be text without NUL
/// @param payload its standard input, exactly
/// @param deadline how long it may take
public record Script(String title, String text, Bytes payload, Duration deadline) {
  /// A script without standard input.
  public Script(String title, String text, Duration deadline) {
    this(title, text, Bytes.EMPTY, deadline);
  }

  /// The same script with a variable set before its first line, quoted here.
  ///
  /// @param name name of a shell variable
  /// @param value any text without NUL
  public Script with(String name, String value) {
    return new Script(
        title, name + "=" + ShellQuoting.quote(value) + "\n" + text, payload, deadline);
  }
}
