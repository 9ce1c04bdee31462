package dev.citusdeploy.cli;

import dev.citusdeploy.lab.DatabaseImage;
import dev.citusdeploy.lab.LabDocker;
import dev.citusdeploy.lab.LabImages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `lab images`: builds what a lab is made of, and says which database images can be had.
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    description = "Builds the lab's images where they are missing and lists the database images.")
final class LabImagesCommand implements Callable<Integer> {
  private final Console console;

  LabImagesCommand(Console console) {
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
