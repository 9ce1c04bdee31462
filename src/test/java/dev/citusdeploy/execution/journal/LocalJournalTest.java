package dev.citusdeploy.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.journal.LocalRun.ClusterMark;
import dev.citusdeploy.execution.journal.RunRecord.Source;
import dev.citusdeploy.execution.journal.RunRecord.StepRecord;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.PullImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalJournalTest {
  private static final ClusterMark SHOP = new ClusterMark("/home/anna/shop.yml", "10.0.0.10:22");
  private static final Step PULL = step("w1/pull-image");
  private static final Step CHECK = step("c1/verify-cluster");

  @TempDir Path folder;

  @Test
  void isOnTheDiskBeforeAStepBegins() throws IOException {
    try (LocalJournal journal = open("r1")) {
      assertThat(file()).isEmptyFile();
      journal.accept(new RunEvent.Started(PULL));
      RunRecord run = history().getFirst();
      assertThat(run.who()).isEqualTo("anna@laptop");
      assertThat(run.command()).isEqualTo("apply shop.yml");
      assertThat(run.outcome()).isEmpty();
      assertThat(run.sources()).containsExactly(Source.THIS_MACHINE);
      assertThat(run.steps()).extracting(StepRecord::id).containsExactly("w1/pull-image");
      assertThat(run.steps().getFirst().took()).isNull();
      assertThat(run.notBegun()).containsExactly("c1/verify-cluster");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void reportsHowStepsAndRunsEnded() throws IOException {
    Problem problem =
        new Problem(new ProblemCode("no-room", Problem.Kind.STEP_FAILED, "", ""), "", "", "", "");
    SequencedMap<Step, StepOutcome> outcomes = new LinkedHashMap<>();
    outcomes.put(PULL, new StepOutcome.Failed(Duration.ofMillis(1500), List.of(problem)));
    outcomes.put(CHECK, new StepOutcome.NotReached("another step failed"));
    try (LocalJournal journal = open("r1")) {
      journal.accept(new RunEvent.Started(PULL));
      outcomes.forEach((step, outcome) -> journal.accept(new RunEvent.Ended(step, outcome)));
      journal.end(new RunResult(outcomes), false);
      assertThat(journal.trouble()).isEmpty();
    }
    RunRecord run = history().getFirst();
    assertThat(run.outcome()).isEqualTo("failed");
    assertThat(run.steps())
        .singleElement()
        .returns(Duration.ofMillis(1500), StepRecord::took)
        .returns("no-room", StepRecord::problem);
    assertThat(Files.readString(file())).contains("\"because\":\"another step failed\"");
  }

  @Test
  void showsNothingOfARunThatBeganNothing() throws IOException {
    try (LocalJournal journal = open("r1")) {
      journal.end(new RunResult(new LinkedHashMap<>()), true);
    }
    assertThat(file()).isEmptyFile();
  }

  @Test
  void anInterruptDoesNotCutItOff() throws IOException {
    try (LocalJournal journal = open("r1")) {
      Thread.currentThread().interrupt();
      journal.accept(new RunEvent.Started(PULL));
      journal.accept(
          new RunEvent.Ended(PULL, new StepOutcome.Succeeded(Duration.ofSeconds(1), true)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(journal.trouble()).isEmpty();
    }
    assertThat(history().getFirst().steps().getFirst().exitCode()).isZero();
  }

  @Test
  void becomesTheOlderPartWhenItIsLarge() throws IOException {
    run("r1");
    Files.writeString(
        file(), Files.readString(file()) + " ".repeat((int) LocalJournal.LIMIT) + "\n");
    run("r2");
    assertThat(Files.size(file())).isLessThan(2_000);
    assertThat(history()).extracting(RunRecord::id).containsExactlyInAnyOrder("r1", "r2");
  }

  @Test
  void survivesALineThatWasCutOff() throws IOException {
    run("r1");
    byte[] half = {'{', '"', 'r', (byte) 0xc3};
    Files.write(file(), half, java.nio.file.StandardOpenOption.APPEND);
    assertThat(history()).extracting(RunRecord::id).containsExactly("r1");
  }

  @Test
  void anotherClusterOfTheSameNameIsAnotherOne() throws IOException {
    run("r1");
    String text = LocalJournal.read(file());
    assertThat(RunHistory.of(List.of(), text, new ClusterMark("/moved/shop.yml", "10.0.0.10:22")))
        .hasSize(1);
    assertThat(RunHistory.of(List.of(), text, new ClusterMark("/lab/shop.yml", "10.9.0.1:22")))
        .isEmpty();
  }

  @Test
  void cannotBeOpenedWhereNothingCanBeWritten() throws IOException {
    Path notAFolder = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(
            () -> LocalJournal.open(notAFolder.resolve("j"), run0("r1"), InstantSource.system()))
        .isInstanceOf(IOException.class);
  }

  private void run(String id) throws IOException {
    try (LocalJournal journal = open(id)) {
      journal.accept(new RunEvent.Started(PULL));
    }
  }

  private LocalJournal open(String id) throws IOException {
    return LocalJournal.open(
        file(), run0(id), InstantSource.fixed(Instant.parse("2026-11-22T08:00:00.250Z")));
  }

  private static LocalRun run0(String id) {
    return new LocalRun(
        new RunIdentity(id, "anna@laptop", "apply shop.yml"),
        SHOP,
        List.of(PULL.id(), CHECK.id()),
        new LinkedHashMap<>(Map.of("w1", "machine-1", "c1", "machine-2")));
  }

  private List<RunRecord> history() throws IOException {
    return RunHistory.of(List.of(), LocalJournal.read(file()), SHOP);
  }

  private Path file() {
    return folder.resolve("journal").resolve("shop.jsonl");
  }

  private static Step step(String id) {
    return new Step(
        id,
        new HostName(id.substring(0, 2)),
        null,
        new PullImage("image", List.of()),
        "it is missing",
        List.of());
  }
}
