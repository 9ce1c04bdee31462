package dev.citusdeploy.cli;

import java.util.Map;
import picocli.CommandLine;

/// Entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the command line and leaves with its exit code.
  public static void main(String[] arguments) {
    System.exit(run(Console.ofProcess(System.getenv()), System.getenv(), arguments));
  }

  /// Runs the command line and returns its exit code.
  ///
  /// @param console where it reads and writes
  /// @param environment variables of the process
  static int run(Console console, Map<String, String> environment, String... arguments) {
    CommandLine commandLine = new CommandLine(new CitusDeploy(), new CommandFactory(console, environment));
    FailureReport failures = new FailureReport(console);
    return commandLine
        .setOut(console.out())
        .setErr(console.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.clamp(console.width(), 80, 120))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.outPalette().coloured()
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF))
        .setParameterExceptionHandler(failures::ofUsage)
        .setExecutionExceptionHandler(failures::ofExecution)
        .execute(arguments);
  }
}
