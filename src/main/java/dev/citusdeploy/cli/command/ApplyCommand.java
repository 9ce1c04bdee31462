package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.ChangeOptions;
import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.Interruption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `apply`: makes the servers what the inventory describes.
@Command(
    name = "apply",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the servers what the inventory describes: shows the plan, asks, executes it.",
      "With a plan saved by `plan --out FILE` in place of the inventory: does exactly that plan,"
          + " without asking, or nothing when anything has moved since."
    })
public final class ApplyCommand implements Callable<Integer> {
  private final Console console;
  private final Interruption interruption;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin PlanningOptions planning = new PlanningOptions();
  @Mixin OutputOptions output = new OutputOptions();
  @Mixin ChangeOptions change = new ChangeOptions();

  /// A command that writes to a console.
  public ApplyCommand(Console console, Interruption interruption) {
    this.console = console;
    this.interruption = interruption;
  }

  @Override
  public Integer call() throws InterruptedException {
    return new ChangeRun(console, interruption, "apply", inventory, planning, change, output)
        .run(planning::of);
  }
}
