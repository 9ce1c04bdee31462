package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.lab.Lab;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab down`: removes the lab.
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Removes the lab's servers with all they hold, its network and its files.")
public final class LabDownCommand implements Callable<Integer> {
  private final Console console;

  @Mixin LabOptionsMixin lab = new LabOptionsMixin();

  @Option(names = "--images", description = "also remove the unpacked images kept for the next lab")
  boolean images;

  public LabDownCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Lab opened = lab.open(console);
    List<String> removed = opened.down();
    if (images) {
      opened.removeUnpackedImages();
    }
    console.result(
        List.of(
            removed.isEmpty()
                ? "There is no lab " + lab.name + "."
                : "Removed " + String.join(", ", removed) + "."));
    return ExitCode.OK.code();
  }
}
