package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.ChangeOptions;
import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.InventoryInput;
import dev.citusdeploy.cli.session.Observation;
import dev.citusdeploy.cli.session.PlanFile;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.cli.terminal.Interruption;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.report.ConnectionString;
import dev.citusdeploy.report.RunSummary;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What every command does that changes a cluster: reads what is there, plans for an intent, shows
/// the plan, asks, executes it and reports. The commands differ in their intent only.
///
/// @param interruption given what a person has to know when the program is stopped at once
/// @param command its name, for messages and for those who find the cluster locked
record ChangeRun(
    Console console,
    Interruption interruption,
    String command,
    InventoryOptions inventory,
    PlanningOptions planning,
    ChangeOptions change,
    OutputOptions output) {

  /// Does it, and returns the exit code. Where the inventory is a saved plan, exactly that plan is
  /// done, without asking.
  ///
  /// @param intent what is wanted of the cluster of an inventory
  int run(Function<Inventory, Intent> intent) throws InterruptedException {
    Optional<PlanFile> saved = PlanFile.find(inventory);
    String commandLine = command + " " + inventory.inventory;
    saved.ifPresent(file -> file.redirect(inventory, planning));
    try (ClusterSession session = ClusterSession.open(inventory)) {
      session.awaitLock(change.lockWait());
      Observation seen = session.observe(intent.apply(session.inventory()));
      if (Thread.interrupted()) {
        // What could not be read for that reason must not be reported as missing.
        throw new InterruptedException();
      }
      Plan plan = seen.plan();
      if (!output.json()) {
        new ShownPlan(console, session, planning).show(seen);
      }
      List<Problem> inTheWay = inTheWay(session, seen, saved);
      if (!inTheWay.isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), inTheWay);
      }
      if (plan.steps().isEmpty() && !change.dryRun) {
        session.save(seen);
        tellHowToConnect(session);
      }
      if (change.dryRun || plan.steps().isEmpty()) {
        return report(session.inventory(), plan, nothingDone(), List.of());
      }
      if (!change.yes && saved.isEmpty() && !confirmed(plan)) {
        return report(session.inventory(), plan, nothingDone(), List.of(declined()));
      }
      return execute(session, seen, commandLine);
    }
  }

  private List<Problem> inTheWay(
      ClusterSession session, Observation seen, Optional<PlanFile> saved) {
    List<Problem> inTheWay = new ArrayList<>(seen.plan().blockers());
    if (isWhole(seen.plan())) {
      saved
          .flatMap(file ->
              file.moved(
                  PlanFile.document(inventory, planning, file.path(), session.inventory(), seen)))
          .ifPresent(inTheWay::addFirst);
    }
    return inTheWay;
  }

  /// Whether all hosts answered that had to: where one did not, everything on it seems to have
  /// moved.
  private static boolean isWhole(Plan plan) {
    return plan.blockers().stream().noneMatch(it -> it.kind() == Problem.Kind.UNREACHABLE);
  }

  private int execute(ClusterSession session, Observation seen, String commandLine)
      throws InterruptedException {
    session.save(seen);
    interruption.whenStopped(
        "what was begun on a server may still end there; to go on after it: citus-deploy "
            + command
            + " "
            + inventory.asArguments()
            + " --lock-wait 60");
    var context = session.executionContext(seen, commandLine, change.limits(inventory.parallel));
    PlanRun.Ending ending =
        new PlanRun(console, output.quiet).execute(seen.plan(), context, seen.facts());
    if (!output.json()) {
      console.result(List.of(""));
      console.result(RunSummary.lines(session.inventory(), ending.result(), ending.problems()));
    }
    List<Problem> problems = new ArrayList<>(ending.problems());
    if (ending.result().isComplete()) {
      tellHowToConnect(session);
    } else if (problems.stream().noneMatch(it -> it.kind() == Problem.Kind.INTERRUPTED)
        && (problems.isEmpty() || Thread.currentThread().isInterrupted())) {
      problems.add(interrupted());
    }
    return report(session.inventory(), seen.plan(), ending.result(), problems);
  }

  private boolean confirmed(Plan plan) throws InterruptedException {
    return canAsk() && console.confirm("\nDo these " + plan.steps().size() + " steps?");
  }

  private boolean canAsk() {
    return console.interactive() && !InventoryInput.isStandardInput(inventory) && !output.json();
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

  private Problem interrupted() {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        "the run was interrupted",
        command,
        "the steps that were under way have ended; the others were not begun",
        "run the same command again: it goes on where this run ended");
  }

  private Problem declined() {
    return new Problem(
        GeneralProblemCodes.NOT_CONFIRMED,
        "nothing was done",
        command,
        canAsk()
            ? "the question was not answered with y"
            : "nobody could be asked: there is no terminal, or it is taken by the inventory or the"
                + " JSON result",
        "read the plan; to execute it without being asked, add `-y` to the same command");
  }
}
