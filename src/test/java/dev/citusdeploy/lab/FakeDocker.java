package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A shell script in place of `docker`.
public final class FakeDocker {
  private FakeDocker() {}

  /// Writes the script; it finds its folder in `$here`.
  public static LabDocker of(Path folder, String script) throws IOException {
    Path program = folder.resolve("docker");
    Files.writeString(program, "#!/bin/sh\nhere='" + folder + "'\n" + script + "\n");
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("can't make " + program + " executable");
    }
    return new LabDocker(program.toString());
  }
}
