package dev.citusdeploy.cli.lab;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lab`: servers in containers on this machine.
@Command(
    name = "lab",
    mixinStandardHelpOptions = true,
    description = "Servers in containers on this machine, for trying things out.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LabUpCommand.class,
      LabDownCommand.class,
      LabStatusCommand.class,
      LabSshCommand.class,
      LabImagesCommand.class,
    })
public final class LabCommand implements Runnable {
  // picocli sets it before it runs the command.
  @SuppressWarnings("NullAway.Init")
  @Spec
  CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a lab command is missing");
  }
}
