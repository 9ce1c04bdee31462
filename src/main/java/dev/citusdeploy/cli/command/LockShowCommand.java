package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.execution.lock.LockInspection;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.report.TextTable;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `lock show`: who holds the lock on each server.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows who holds the cluster's lock on each server. Changes nothing.")
public final class LockShowCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public LockShowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      LockInspection inspection = new LockInspection(session.inventory());
      List<Problem> problems = new ArrayList<>();
      SequencedMap<HostName, Optional<LockHolder>> holders =
          session.ask(inspection::holder, problems);
      if (output.json()) {
        console.document(
            new JsonDocument(inventory.asArguments())
                .locks(session.inventory(), holders, problems));
      } else if (!holders.isEmpty()) {
        console.result(table(holders));
      }
      console.problems(inventory.asArguments(), problems);
      return ExitCode.of(problems).code();
    }
  }

  private static List<String> table(SequencedMap<HostName, Optional<LockHolder>> holders) {
    TextTable table = new TextTable("HOST", "HELD BY", "FROM", "COMMAND", "FOR", "LEASE", "RUN");
    holders.forEach((host, holder) ->
        holder.ifPresentOrElse(
            held ->
                table.row(
                    host.value(),
                    held.who(),
                    held.from().isEmpty() ? "-" : held.from(),
                    held.command(),
                    held.age().toSeconds() + " s",
                    held.lease().isNegative() ? "expired" : held.lease().toSeconds() + " s",
                    held.run()),
            () -> table.row(host.value(), "nobody", "-", "-", "-", "-", "-")));
    return table.lines();
  }
}
