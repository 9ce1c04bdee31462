package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunLogTest {
  @TempDir Path folder;

  @Test
  void leavesNoEmptyFileBehind() throws IOException {
    Path file = Files.createFile(folder.resolve("run.log"));

    assertThat(new RunLog(file).written()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void namesAFileThatHoldsSomething() throws IOException {
    Path file = Files.writeString(folder.resolve("run.log"), "a line\n");

    assertThat(new RunLog(file).written()).contains(file);
  }
}
