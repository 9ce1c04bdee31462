package dev.citusdeploy.cli;

import dev.citusdeploy.execution.PlanExecutor;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.report.ConnectionString;
import dev.citusdeploy.report.JsonDocument;
import dev.citusdeploy.report.PlanText;
import dev.citusdeploy.report.ProblemText;
import dev.citusdeploy.report.RunLines;
import dev.citusdeploy.report.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `apply`: shows the plan, asks, executes it, verifies the cluster.
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = "Makes the servers what the inventory says: shows the plan, asks, does it.")
final class ApplyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "do it without asking")
  boolean yes;

  @Option(names = "--dry-run", description = "only show the plan, like the command plan")
  boolean dryRun;

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      Observation seen = session.observe();
      Plan plan = seen.plan();
      if (!output.json()) {
        console.result(new PlanText(console.outPalette()).lines(session.inventory(), plan));
      }
      if (!plan.blockers().isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), plan.blockers());
      }
      if (dryRun || plan.steps().isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), List.of());
      }
      if (!yes && !confirmed(plan)) {
        return report(session.inventory(), plan, nothingDone(), List.of(declined()));
      }
      return execute(session, seen);
    }
  }

  private int execute(ClusterSession session, Observation seen) throws InterruptedException {
    session.save(seen);
    Consumer<RunEvent> lines =
        output.quiet
            ? event -> {}
            : new RunLines(console.err(), console.errPalette(), seen.plan().steps().size());
    RunResult result =
        new PlanExecutor().execute(seen.plan(), session.executionContext(seen), lines);
    if (!output.json()) {
      console.result(List.of(""));
      console.result(RunSummary.lines(session.inventory(), result));
      if (result.problems().isEmpty()) {
        console.result(howToConnect(session));
      }
    }
    return report(session.inventory(), seen.plan(), result, result.problems());
  }

  private boolean confirmed(Plan plan) {
    return !InventoryInput.isStandardInput(inventory)
        && !output.json()
        && console.confirm("\n" + "Do these " + plan.steps().size() + " steps?");
  }

  private int report(Inventory cluster, Plan plan, RunResult result, List<Problem> problems) {
    if (output.json()) {
      console.out().println(JsonDocument.run(cluster, plan, result, problems));
      console.out().flush();
    }
    console.progress(new ProblemText(console.errPalette(), console.width()).lines(problems));
    return ExitCode.of(problems).code();
  }

  private static RunResult nothingDone() {
    return new RunResult(new LinkedHashMap<>());
  }

  private static List<String> howToConnect(ClusterSession session) {
    List<String> lines = new ArrayList<>();
    Path certificate = session.exportedCertificate();
    lines.add("");
    session.inventory().clients().stream()
        .map(client -> client.role())
        .distinct()
        .forEach(role ->
            lines.add(
                "connect:  "
                    + ConnectionString.of(session.inventory(), role, certificate.toString())));
    if (!session.inventory().clients().isEmpty()) {
      lines.add("          passwords are in " + session.secretsFile());
    }
    return lines;
  }

  private Problem declined() {
    return new Problem(
        Problem.Kind.REFUSED,
        "not-confirmed",
        "nothing was done",
        "apply",
        console.interactive()
            ? "the question was not answered with y"
            : "there is no terminal to ask the question on",
        "look at the plan above; to do it without being asked: citus-deploy apply -y "
            + inventory.inventory);
  }
}
