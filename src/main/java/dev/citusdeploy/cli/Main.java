package dev.citusdeploy.cli;

import dev.citusdeploy.cli.session.RunId;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Interruption;
import dev.citusdeploy.cli.terminal.Verbosity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine;

/// Entry point of the program.
public final class Main {
  private Main() {}

  /// Runs the command line and leaves with its exit code.
  public static void main(String[] arguments) {
    RunLog log = RunLog.begin(System.getenv(), RunId.fresh(Instant.now()));
    Console console = Console.ofProcess(System.getenv());
    Interruption interruption = Interruption.watch(console);
    int exitCode = run(console, interruption, arguments);
    Optional<Path> written = log.written();
    if (exitCode != 0) {
      written.ifPresent(file -> console.progress("log: " + file));
    }
    System.exit(exitCode);
  }

  /// Runs the command line and returns its exit code.
  ///
  /// @param console where it reads and writes
  /// @param interruption what the commands report of themselves in case they are stopped
  static int run(Console console, Interruption interruption, String... arguments) {
    CitusDeploy program = new CitusDeploy();
    CommandLine commandLine = new CommandLine(program, new CommandFactory(console, interruption));
    FailureReport failures = new FailureReport(console);
    AtomicReference<Verbosity.Shown> shown = new AtomicReference<>(() -> {});
    commandLine
        .setOut(console.out())
        .setErr(console.err())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(Math.clamp(console.size().width(), 80, 120))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                console.outPalette().coloured()
                    ? CommandLine.Help.Ansi.ON
                    : CommandLine.Help.Ansi.OFF))
        .setExecutionStrategy(parsed -> {
          shown.set(Verbosity.of(program.verbose.length).on(console));
          return new CommandLine.RunLast().execute(parsed);
        })
        .setParameterExceptionHandler(failures::ofUsage)
        .setExecutionExceptionHandler(failures::ofExecution);
    try {
      return commandLine.execute(arguments);
    } finally {
      shown.get().close();
    }
  }
}
