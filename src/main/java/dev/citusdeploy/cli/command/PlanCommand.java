package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.InventoryInput;
import dev.citusdeploy.cli.session.Observation;
import dev.citusdeploy.cli.session.PlanFile;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plan`: reads every server's state and shows what `apply` would do.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows what apply would do, and why. Changes nothing.")
public final class PlanCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin PlanningOptions planning = new PlanningOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--exit-code",
      description = "end with 6 when changes are pending, with 0 only when there are none")
  boolean exitCode;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "save the plan, for `apply FILE`; saves new secrets too")
  @Nullable Path out;

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (out != null && InventoryInput.isStandardInput(inventory)) {
      throw new ProblemException(withoutFile());
    }
    try (ClusterSession session = ClusterSession.open(inventory)) {
      Observation seen = session.observe(planning.of(session.inventory()));
      String document = PlanFile.document(inventory, planning, out, session.inventory(), seen);
      if (output.json()) {
        console.document(document);
      } else {
        new ShownPlan(console, session, planning).show(seen);
      }
      console.problems(inventory.asArguments(), seen.plan().blockers());
      if (!seen.plan().blockers().isEmpty()) {
        return ExitCode.of(seen.plan().blockers()).code();
      }
      if (out != null) {
        save(session, seen, out, document);
      }
      boolean pending = !seen.plan().steps().isEmpty();
      return (exitCode && pending ? ExitCode.PENDING : ExitCode.OK).code();
    }
  }

  /// New secrets are saved with the plan: with other ones it would never be the same again.
  private void save(ClusterSession session, Observation seen, Path file, String document) {
    session.save(seen);
    PlanFile.write(file, document);
    if (!output.json() && !output.quiet) {
      String secrets = seen.secretsChanged() ? "; secrets: " + session.secretsFile() : "";
      console.progress("saved: " + file + secrets);
      console.progress("to do it: " + ShellCommand.of("citus-deploy apply").word(file.toString()));
    }
  }

  private static Problem withoutFile() {
    return new Problem(
        CliProblemCodes.PLAN_WITHOUT_FILE,
        "a plan from standard input cannot be saved",
        "command line",
        "the saved plan names its inventory, so that apply can read it again",
        "write the inventory into a file and name that");
  }
}
