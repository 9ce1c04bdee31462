package dev.citusdeploy.cli.lab;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lab images`: builds what a lab is made of, and lists the database images.
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = "Builds the lab's images where they are missing and lists the database images.")
public final class LabImagesCommand implements Callable<Integer> {
  private final Console console;

  public LabImagesCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LabImages images = new LabImages(LabDocker.onPath(), console::progress);
    List<String> lines = new ArrayList<>();
    lines.add("server:   " + images.server());
    for (DatabaseImage image : images.databaseImages()) {
      lines.add("database: " + image.described());
    }
    console.result(lines);
    return ExitCode.OK.code();
  }
}
