package dev.citusdeploy.remote;

/// The answer of a script.
///
/// @param exitCode 0 to 255
/// @param output standard output, whole
/// @param diagnostics standard error, whole
public record Answer(int exitCode, String output, String diagnostics) {
  /// Whether the exit code is 0.
  public boolean succeeded() {
    return exitCode == 0;
  }

  /// The last lines of standard error, or of standard output where that is empty.
  public String tail(int lines) {
    String text = diagnostics.isBlank() ? output : diagnostics;
    var all = text.strip().lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }
}
