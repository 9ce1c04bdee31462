package dev.citusdeploy.cli;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.report.json.JsonDocument;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// Turns what stopped a command into text and an exit code.
public final class FailureReport {
  private static final Logger LOG = LoggerFactory.getLogger(FailureReport.class);

  private final Console console;

  public FailureReport(Console console) {
    this.console = console;
  }

  /// A wrong command line: what is wrong, what was probably meant, where help is.
  public int ofUsage(ParameterException failure, String[] arguments) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    String help = "`" + command + " --help`";
    console.problems(
        "INVENTORY",
        List.of(
            new Problem(
                CliProblemCodes.COMMAND_LINE,
                UsageWords.of(failure),
                command,
                "",
                UsageWords.advice(failure) + "what there is: " + help)));
    return ExitCode.USAGE.code();
  }

  /// Problems, shown in the form the user asked for; anything else is a bug of ours.
  public int ofExecution(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ProblemException known) {
      LOG.debug("stopped by problems", known);
      String inventory = inventoryOf(command);
      if (wantsJson(parsed)) {
        console.document(new JsonDocument(inventory).problemsOnly(known.problems()));
      }
      console.problems(inventory, known.problems());
      return ExitCode.of(known.problems()).code();
    }
    if (failure instanceof InterruptedException) {
      console.progress(console.errPalette().bad("✗ interrupted before anything was changed"));
      return ExitCode.INTERRUPTED.code();
    }
    LOG.error("unexpected", failure);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    console.progress(
        console
            .errPalette()
            .bad("✗ this is a bug of citus-deploy, not of your set-up: " + failure));
    trace
        .toString()
        .lines()
        .forEach(line -> console.progress("  " + ForeignText.MARK + line.replace("\t", "  ")));
    console.progress("  next: report it with these lines and the output of citus-deploy --version");
    return ExitCode.BUG.code();
  }

  /// How the failed command's inventory was named; a command without one has a placeholder.
  private static String inventoryOf(CommandLine command) {
    return command.getMixins().values().stream()
        .filter(InventoryOptions.class::isInstance)
        .map(options -> ((InventoryOptions) options).asArguments())
        .findFirst()
        .orElse("INVENTORY");
  }

  private static boolean wantsJson(ParseResult parsed) {
    ParseResult innermost = parsed;
    while (innermost.hasSubcommand()) {
      innermost = innermost.subcommand();
    }
    return innermost.matchedOptionValue("-o", OutputOptions.Format.text)
        == OutputOptions.Format.json;
  }
}
