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
  void pushesOutTheOldest() throws IOException {
    for (int i = 100; i < 100 + RunLog.KEPT; i++) {
      Files.writeString(folder.resolve("2026-" + i + ".log"), "a line\n");
    }
    Path file = Files.writeString(folder.resolve("2026-900.log"), "a line\n");
    Files.writeString(folder.resolve("note.txt"), "not ours\n");

    assertThat(new RunLog(file).written()).contains(file);
    assertThat(folder.resolve("2026-100.log")).doesNotExist();
    assertThat(folder.toFile().list()).hasSize(RunLog.KEPT + 1);
  }

  @Test
  void namesAFileThatHoldsSomething() throws IOException {
    Path file = Files.writeString(folder.resolve("run.log"), "a line\n");

    assertThat(new RunLog(file).written()).contains(file);
  }
}
