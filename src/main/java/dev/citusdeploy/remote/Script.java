package dev.citusdeploy.remote;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.ShellQuoting;
import java.time.Duration;

/// A POSIX shell script with its standard input. The text is sent through standard input too, so it
/// may contain secrets, but never in the arguments of a command it starts.
///
/// @param title what it does, for messages: "write files"
/// @param text the script; standard output must be text without NUL
/// @param payload its standard input, exactly
/// @param deadline how long it may take
/// @param longest how many bytes of standard output its answer may have; a longer one is refused
public record Script(String title, String text, Bytes payload, Duration deadline, int longest) {
  /// The default limit for the bytes of standard output: many times the largest answer, and small
  /// enough for many hosts at once.
  public static final int USUAL_LONGEST = 1 << 20;

  /// How many bytes of standard error any script may have.
  public static final int LONGEST_DIAGNOSTICS = 1 << 20;

  /// A script whose answer is of the usual size.
  public Script(String title, String text, Bytes payload, Duration deadline) {
    this(title, text, payload, deadline, USUAL_LONGEST);
  }

  /// A script without standard input.
  public Script(String title, String text, Duration deadline) {
    this(title, text, Bytes.EMPTY, deadline);
  }

  /// The same script with another limit for its answer.
  ///
  /// @param bytes of standard output
  public Script answering(int bytes) {
    return new Script(title, text, payload, deadline, bytes);
  }

  /// The same script with a variable that is set before its first line; the value is quoted here.
  ///
  /// @param name name of a shell variable
  /// @param value any text without NUL
  public Script with(String name, String value) {
    return new Script(
        title, name + "=" + ShellQuoting.quote(value) + "\n" + text, payload, deadline, longest);
  }
}
