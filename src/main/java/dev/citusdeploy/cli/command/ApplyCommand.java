package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.option.PositiveNumber;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.InventoryInput;
import dev.citusdeploy.cli.session.Observation;
import dev.citusdeploy.cli.session.PlanFile;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.cli.terminal.Interruption;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.report.ConnectionString;
import dev.citusdeploy.report.RunSummary;
import dev.citusdeploy.report.json.JsonDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `apply`: shows the plan, asks, executes it, verifies the cluster.
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the servers what the inventory says: shows the plan, asks, does it.",
      "With a plan saved by `plan --out FILE` in place of the inventory: does exactly that plan,"
          + " without asking, or nothing when anything has moved since."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Console console;
  private final Interruption interruption;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin PlanningOptions planning = new PlanningOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Option(
      names = {"-y", "--yes"},
      description = "do it without asking")
  boolean yes;

  @Option(names = "--dry-run", description = "only show the plan, like the command plan")
  boolean dryRun;

  @Option(
      names = "--lock-wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "how long to wait for another run on this cluster to end (default: not at all)")
  int lockWaitSeconds;

  @Option(
      names = "--step-timeout",
      paramLabel = "SECONDS",
      defaultValue = "600",
      converter = PositiveNumber.class,
      description = "how long one step may take (default: ${DEFAULT-VALUE})")
  int stepTimeoutSeconds;

  private String commandLine = "apply";

  public ApplyCommand(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<PlanFile> saved = PlanFile.find(inventory);
    commandLine = "apply " + inventory.inventory;
    saved.ifPresent(file -> file.redirect(inventory, planning));
    try (ClusterSession session = ClusterSession.open(inventory)) {
      session.awaitLock(Duration.ofSeconds(lockWaitSeconds));
      Observation seen = session.observe(planning);
      if (Thread.interrupted()) {
        // What could not be read for that reason must not be told as missing.
        throw new InterruptedException();
      }
      Plan plan = seen.plan();
      if (!output.json()) {
        new ShownPlan(console, session, planning).show(seen);
      }
      List<Problem> inTheWay = new ArrayList<>(plan.blockers());
      if (isWhole(plan)) {
        saved
            .flatMap(file -> file.moved(document(file, session, seen)))
            .ifPresent(inTheWay::addFirst);
      }
      if (!inTheWay.isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), inTheWay);
      }
      if (plan.steps().isEmpty() && !dryRun) {
        session.save(seen);
        tellHowToConnect(session);
      }
      if (dryRun || plan.steps().isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), List.of());
      }
      if (!yes && saved.isEmpty() && !confirmed(plan)) {
        return report(session.inventory(), plan, nothingDone(), List.of(declined()));
      }
      return execute(session, seen);
    }
  }

  /// Whether all hosts answered that had to: where one did not, everything on it seems to have
  /// moved.
  private static boolean isWhole(Plan plan) {
    return plan.blockers().stream().noneMatch(it -> it.kind() == Problem.Kind.UNREACHABLE);
  }

  private String document(PlanFile file, ClusterSession session, Observation seen) {
    var origin = PlanFile.origin(inventory, planning, PlanFile.folderOf(file.path()), seen);
    return new JsonDocument(inventory.asArguments()).plan(origin, session.inventory(), seen.plan());
  }

  private int execute(ClusterSession session, Observation seen) throws InterruptedException {
    session.save(seen);
    interruption.whenStopped(
        "what was begun on a server may still end there; to go on after it: citus-deploy apply "
            + inventory.asArguments()
            + " --lock-wait 60");
    var context = session.executionContext(seen, commandLine, limits());
    PlanRun.Ending ending =
        new PlanRun(console, output.quiet).execute(seen.plan(), context, seen.facts());
    if (!output.json()) {
      console.result(List.of(""));
      console.result(RunSummary.lines(session.inventory(), ending.result(), ending.problems()));
    }
    List<Problem> problems = new ArrayList<>(ending.problems());
    if (ending.result().isComplete()) {
      tellHowToConnect(session);
    } else if (problems.stream().noneMatch(ApplyCommand::isInterruption)
        && (problems.isEmpty() || Thread.currentThread().isInterrupted())) {
      problems.add(interrupted());
    }
    return report(session.inventory(), seen.plan(), ending.result(), problems);
  }

  private ExecutionContext.Limits limits() {
    var usual = ExecutionContext.Limits.DEFAULT;
    return new ExecutionContext.Limits(
        inventory.parallel,
        Duration.ofSeconds(stepTimeoutSeconds),
        usual.notice(),
        usual.verification(),
        Duration.ofSeconds(lockWaitSeconds));
  }

  private boolean confirmed(Plan plan) throws InterruptedException {
    return canAsk() && console.confirm("\nDo these " + plan.steps().size() + " steps?");
  }

  private int report(Inventory cluster, Plan plan, RunResult result, List<Problem> problems) {
    if (output.json()) {
      console.document(
          new JsonDocument(inventory.asArguments()).run(cluster, plan, result, problems));
    }
    console.problems(inventory.asArguments(), problems);
    return ExitCode.of(problems).code();
  }

  private static RunResult nothingDone() {
    return new RunResult(new LinkedHashMap<>());
  }

  private void tellHowToConnect(ClusterSession session) {
    List<String> roles =
        session.inventory().clients().stream().map(Inventory.Client::role).distinct().toList();
    if (output.json() || output.quiet || roles.isEmpty()) {
      return;
    }
    String certificate = session.exportedCertificate().toString();
    List<String> lines = new ArrayList<>();
    lines.add("");
    for (String role : roles) {
      lines.add("connect: " + ConnectionString.of(session.inventory(), role, certificate));
    }
    if (session.inventory().clients().stream().anyMatch(client -> client.password() == null)) {
      lines.add("         passwords are in " + session.secretsFile());
    }
    console.result(lines);
  }

  private static boolean isInterruption(Problem problem) {
    return problem.kind() == Problem.Kind.INTERRUPTED;
  }

  private static Problem interrupted() {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        "the run was interrupted",
        "apply",
        "the steps that were under way have ended; the others were not begun",
        "run the same command again: it goes on where this run ended");
  }

  private Problem declined() {
    return new Problem(
        GeneralProblemCodes.NOT_CONFIRMED,
        "nothing was done",
        "apply",
        canAsk()
            ? "the question was not answered with y"
            : "nobody could be asked: there is no terminal, or it is taken by the inventory or the"
                + " JSON result",
        "look at the plan; to do it without being asked: `citus-deploy apply -y INVENTORY`");
  }

  private boolean canAsk() {
    return console.interactive() && !InventoryInput.isStandardInput(inventory) && !output.json();
  }
}
