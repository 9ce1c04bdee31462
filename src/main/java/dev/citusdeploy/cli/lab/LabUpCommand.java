package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.RunningLab;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.report.TextTable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lab up`: makes or starts the lab's servers and writes an inventory for them.
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Makes or starts the servers and writes an inventory for them.")
public final class LabUpCommand implements Callable<Integer> {
  private final Console console;

  @Mixin LabOptionsMixin lab = new LabOptionsMixin();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "how many; the first is the coordinator's (default: ${DEFAULT-VALUE})")
  int servers;

  @Option(
      names = "--addresses",
      paramLabel = "M",
      defaultValue = "0",
      description = "further addresses a server, each a worker of its own (default: 0)")
  int addresses;

  @ArgGroup(exclusive = true)
  @Nullable ImageChoice image;

  @Option(
      names = "--also-image",
      paramLabel = "IMAGE",
      description = "a further image that the servers are to have, such as an upgrade's")
  List<String> moreImages = List.of();

  /// Which database image; the newest real one there is, unless one of these is given.
  static final class ImageChoice {
    @Option(names = "--image", paramLabel = "IMAGE", description = "this database image")
    @Nullable String named;

    @Option(
        names = "--rehearsal",
        description = "the rehearsal image, also where a real one can be had")
    boolean rehearsal;
  }

  public LabUpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RunningLab running =
        lab.open(console).up(new LabOptions(servers, addresses, choice(), moreImages));
    TextTable table = new TextTable("SERVER", "ADDRESS", "CONTAINER");
    for (LabServer server : running.servers()) {
      table.row(server.host().value(), server.address(), server.container());
    }
    console.result(table.lines());
    Path inventory = relative(running.inventory());
    console.result(
        List.of(
            "",
            "image:     " + running.image().described(),
            "inventory: " + inventory,
            "next:      " + ShellCommand.of("citus-deploy apply").word(inventory.toString())));
    return ExitCode.OK.code();
  }

  private DatabaseImage.Choice choice() {
    if (image == null) {
      return new DatabaseImage.Choice.Best();
    }
    return image.named == null
        ? new DatabaseImage.Choice.Rehearsal()
        : new DatabaseImage.Choice.Named(image.named);
  }

  private static Path relative(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }
}
