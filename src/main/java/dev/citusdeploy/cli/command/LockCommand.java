package dev.citusdeploy.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lock`: shows the cluster's lock, and takes it away from a dead run.
@Command(
    name = "lock",
    mixinStandardHelpOptions = true,
    description = "Shows who is at work on a cluster, and takes the lock from a run that is dead.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LockShowCommand.class, LockReleaseCommand.class})
public final class LockCommand implements Runnable {
  // picocli sets it before it runs the command.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: show or release");
  }
}
