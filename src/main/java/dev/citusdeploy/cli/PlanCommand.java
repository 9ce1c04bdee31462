package dev.citusdeploy.cli;

import dev.citusdeploy.report.JsonDocument;
import dev.citusdeploy.report.PlanText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `plan`: looks at every server and shows what `apply` would do.
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Shows what apply would do, and why. Changes nothing.")
final class PlanCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = "--exit-code",
      description = "end with 6 when changes are pending, with 0 only when there are none")
  boolean exitCode;

  PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      Observation seen = session.observe();
      if (output.json()) {
        console
            .out()
            .println(
                new JsonDocument(inventory.asArguments()).plan(session.inventory(), seen.plan()));
        console.out().flush();
      } else {
        console.result(new PlanText(console.outPalette()).lines(session.inventory(), seen.plan()));
      }
      console.problems(inventory.asArguments(), seen.plan().blockers());
      if (!seen.plan().blockers().isEmpty()) {
        return ExitCode.of(seen.plan().blockers()).code();
      }
      boolean pending = !seen.plan().steps().isEmpty();
      return (exitCode && pending ? ExitCode.PENDING : ExitCode.OK).code();
    }
  }
}
