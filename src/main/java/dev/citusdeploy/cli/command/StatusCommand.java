package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.report.StatusText;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `status`: what runs where, and whether it is healthy.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows hosts, nodes, shards and health. Ends with 0 when all is healthy, else 7.")
public final class StatusCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      ClusterStatus status = session.status();
      if (output.json()) {
        console.document(new JsonDocument(inventory.asArguments()).status(status));
      } else {
        console.result(new StatusText(console.outPalette()).lines(status));
      }
      console.problems(inventory.asArguments(), status.problems());
      return (status.isHealthy() ? ExitCode.OK : ExitCode.UNHEALTHY).code();
    }
  }
}
