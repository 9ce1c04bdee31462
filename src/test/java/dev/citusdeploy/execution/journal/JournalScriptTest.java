package dev.citusdeploy.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The servers' side of the journal, in every shell of this machine.
final class JournalScriptTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final LocalRun.ClusterMark MARK = new LocalRun.ClusterMark("", "");

  @TempDir Path folder;

  @Test
  void becomesTheOlderPartWhenItIsLarge() throws IOException {
    for (List<String> shell : LocalShellHost.shells().values()) {
      Files.writeString(file(), "{\"old\":1}\n".repeat(20));
      assertThat(write(shell, "0", "100")).as("another's conversation").isTrue();
      assertThat(Files.size(file())).isGreaterThan(200);
      assertThat(write(shell, "1", "")).as("a later step").isTrue();
      assertThat(Files.size(file())).isGreaterThan(200);
      assertThat(write(shell, "1", "100")).isTrue();
      assertThat(Files.readAllLines(file())).hasSize(1);
      assertThat(look(shell, "", "100").lines()).hasSize(23);
      assertThat(look(shell, "run", "100").lines()).hasSize(3);
      assertThat(look(shell, "", "2").lines()).hasSize(2);
      assertThat(RunHistory.of(List.of(look(shell, "", "9")), "", MARK)).hasSize(1);
    }
  }

  @Test
  void aDeviceInItsPlaceIsNotRead() throws IOException {
    Files.createSymbolicLink(file(), Path.of("/dev/zero"));
    for (List<String> shell : LocalShellHost.shells().values()) {
      assertThat(look(shell, "", "100")).isEmpty();
    }
  }

  @Test
  void aClockOfWholeSecondsWillDo() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path date = Files.writeString(bin.resolve("date"), "#!/bin/sh\necho 1763800000.%N\n");
    Files.setPosixFilePermissions(date, PosixFilePermissions.fromString("rwxr-xr-x"));
    var host =
        new LocalShellHost("w1", List.of("sh"))
            .environment("PATH", bin + ":" + LocalPrograms.path());
    assertThat(host.run(writing("1", "")).succeeded()).isTrue();
    assertThat(file()).content().startsWith("{\"time\":1763800000,");
  }

  @Test
  void aFullDiskIsReportedWithTheRoomThereIs() {
    for (List<String> shell : LocalShellHost.shells().values()) {
      Answer answer = new LocalShellHost("w1", shell).run(writing("0", "", "/dev/full"));
      assertThat(answer.succeeded()).isFalse();
      assertThat(answer.diagnostics()).containsPattern("(?m)^room /dev\\|[0-9|]+$");
    }
  }

  private boolean write(List<String> shell, String own, String limit) {
    return new LocalShellHost("w1", shell).run(writing(own, limit)).succeeded();
  }

  private Script writing(String own, String limit) {
    return writing(own, limit, file().toString());
  }

  private static Script writing(String own, String limit, String journal) {
    return new Script(
            "write",
            ScriptFiles.text("journal.sh") + "\njournal_rotate\njournal run '\"run\":\"r1\"'\n",
            DEADLINE)
        .with("JOURNAL", journal)
        .with("LOCK_OWN", own)
        .with("JOURNAL_LIMIT", limit);
  }

  private String look(List<String> shell, String event, String lines) {
    Answer answer =
        new LocalShellHost("w1", shell)
            .run(
                ScriptFiles.alone("read", "journal-read.sh", DEADLINE)
                    .with("JOURNAL", file().toString())
                    .with("EVENT", event)
                    .with("LINES", lines)
                    .with("LONGEST", "1000000"));
    assertThat(answer.succeeded()).as(answer.diagnostics()).isTrue();
    return answer.output();
  }

  private Path file() {
    return folder.resolve("journal");
  }
}
