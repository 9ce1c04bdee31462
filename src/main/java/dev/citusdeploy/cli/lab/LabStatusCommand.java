package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.lab.ServerStatus;
import dev.citusdeploy.report.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lab status`: what each server of the lab is up to.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the lab's servers. Ends with 0 when all are up, else 7.")
public final class LabStatusCommand implements Callable<Integer> {
  private final Console console;

  @Mixin LabOptionsMixin lab = new LabOptionsMixin();

  public LabStatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<ServerStatus> servers = lab.open(console).status();
    if (servers.isEmpty()) {
      console.result(List.of("There is no lab " + lab.name + ". To make one: citus-deploy lab up"));
      return ExitCode.UNHEALTHY.code();
    }
    TextTable table =
        new TextTable("SERVER", "ADDRESS", "CONTAINER", "STATE", "DOCKER", "IMAGES", "CONTAINERS");
    for (ServerStatus status : servers) {
      table.row(
          status.server().host().value(),
          status.server().address(),
          status.server().container(),
          status.state(),
          status.engine().isEmpty() ? "no answer" : status.engine(),
          String.join(" ", status.images()),
          String.join(", ", status.containers()));
    }
    console.result(table.lines());
    boolean allUp = servers.stream().allMatch(ServerStatus::isUp);
    return (allUp ? ExitCode.OK : ExitCode.UNHEALTHY).code();
  }
}
