package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.session.InventoryInput;
import dev.citusdeploy.cli.session.TemplateFolder;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `validate`: reads the inventory and reports every mistake at once.
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Reports every mistake of an inventory at once. Needs no network.")
public final class ValidateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  public ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Inventory read = InventoryInput.read(inventory);
    TemplateFolder.of(read);
    if (output.json()) {
      console.document(new JsonDocument(inventory.asArguments()).problemsOnly(List.of()));
    } else {
      console.result(
          List.of(
              "%s is good: cluster %s, 1 coordinator and %d worker%s on %d host%s"
                  .formatted(
                      read.file(),
                      read.cluster(),
                      read.workers().size(),
                      read.workers().size() == 1 ? "" : "s",
                      read.hosts().size(),
                      read.hosts().size() == 1 ? "" : "s")));
    }
    return ExitCode.OK.code();
  }
}
