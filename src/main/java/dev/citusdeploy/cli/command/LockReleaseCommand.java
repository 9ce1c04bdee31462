package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.execution.lock.LockInspection;
import dev.citusdeploy.execution.lock.LockInspection.Release;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lock release`: takes the lock away from one run, named by its id.
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the cluster's lock from the run that is named, on every server. If that run still lives,"
          + " it does nothing more there.",
      "Locks of runs that ended are free by themselves; this is for one that hangs."
    })
public final class LockReleaseCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();

  @Option(
      names = "--id",
      paramLabel = "RUN",
      required = true,
      description = "id of the run, as `lock show` prints it")
  String run = "";

  public LockReleaseCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      LockInspection inspection = new LockInspection(session.inventory());
      List<Problem> problems = new ArrayList<>();
      SequencedMap<HostName, Release> releases =
          session.ask(host -> inspection.release(host, run), problems);
      releases.forEach((host, release) -> {
        switch (release) {
          case RELEASED -> console.result(List.of(host + ": released"));
          case FREE -> console.result(List.of(host + ": nobody held it"));
          case ANOTHERS -> problems.add(anothers(host));
          case FAILED -> problems.add(failed(host));
        }
      });
      console.problems(inventory.asArguments(), problems);
      return ExitCode.of(problems).code();
    }
  }

  private Problem anothers(HostName host) {
    return new Problem(
        CliProblemCodes.LOCK_ANOTHERS,
        "the lock is held by another run than " + run,
        host.value(),
        "the run that is meant has ended, and another one began",
        "check again: `citus-deploy lock show INVENTORY`");
  }

  private static Problem failed(HostName host) {
    return new Problem(
        CliProblemCodes.LOCK_NOT_RELEASED,
        "the lock cannot be taken away",
        host.value(),
        "its file below `paths.program` cannot be replaced by this login",
        "log in as the user who applied the cluster, or set `ssh: { sudo: true }` in the inventory");
  }
}
