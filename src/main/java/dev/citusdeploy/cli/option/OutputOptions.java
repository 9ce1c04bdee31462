package dev.citusdeploy.cli.option;

import picocli.CommandLine.Option;

/// How a command answers.
public final class OutputOptions {
  /// The two forms of a result.
  public enum Format {
    /// For people.
    text,
    /// For programs.
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
  Format format = Format.text;

  @Option(
      names = {"-q", "--quiet"},
      description = "no progress, only results and problems")
  public boolean quiet;

  /// Whether the result is for a program.
  public boolean json() {
    return format == Format.json;
  }
}
