package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `lab ssh`: logs in to a server of the lab.
@Command(
    name = "ssh",
    mixinStandardHelpOptions = true,
    description = "Logs in to a server of the lab, or runs a command there.")
public final class LabSshCommand implements Callable<Integer> {
  private final Console console;

  @Mixin LabOptionsMixin lab = new LabOptionsMixin();

  @Parameters(
      index = "0",
      paramLabel = "SERVER",
      description = "its name in the inventory, its number or its container")
  String server = "";

  @Parameters(index = "1..*", paramLabel = "COMMAND", description = "what to run there")
  List<String> command = List.of();

  public LabSshCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Lab opened = lab.open(console);
    LabServer found = opened.server(server);
    List<String> arguments = new ArrayList<>(opened.ssh(found));
    arguments.addAll(command);
    try {
      return new ProcessBuilder(arguments).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              CliProblemCodes.NO_SSH_PROGRAM,
              "there is no ssh program to log in with",
              "this machine",
              String.valueOf(e.getMessage()),
              "install an OpenSSH client, or go in without one:\n  "
                  + ShellCommand.ofWords(opened.shell(found))),
          e);
    }
  }
}
