package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.docker.LabDocker;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// Which lab a command is about.
final class LabOptionsMixin {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = Lab.DEFAULT_NAME,
      description = "the lab's name, in front of its containers' (default: ${DEFAULT-VALUE})")
  String name = Lab.DEFAULT_NAME;

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = ".lab",
      description = "where its key, host keys and inventory are (default: ${DEFAULT-VALUE})")
  Path folder = Lab.DEFAULT_FOLDER;

  /// The lab, telling its progress on standard error.
  Lab open(Console console) {
    return new Lab(LabDocker.onPath(), name, folder, console::progress);
  }
}
