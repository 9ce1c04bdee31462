package dev.citusdeploy.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.RecordedStart;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.StartNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the machine's own journal knows of nodes that were started.
final class RecordedStartsTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

  private final DesiredState desired = ClusterSketch.of(2).desired();
  private final ClusterFacts facts = new SimulatedFleet().facts(desired);

  @TempDir Path folder;

  @Test
  void aStartThatSucceededIsKnownWithItsMachine() throws IOException {
    record("r1", succeeded(new StartNode(node("w1"))));
    record("r2", succeeded(new RecreateNode(node("w1"))));

    assertThat(RecordedStarts.read(file()))
        .containsExactly(
            new RecordedStart(new NodeName("w1"), "machine-w1", "r1", NOW),
            new RecordedStart(new NodeName("w1"), "machine-w1", "r2", NOW));
  }

  @Test
  void filesNewDataAndAStartThatFailedAreNone() throws IOException {
    Problem problem =
        new Problem(new ProblemCode("slow", Problem.Kind.STEP_FAILED, "", ""), "", "", "", "");
    record("r1", succeeded(new InitialiseData(node("w1"), "print")));
    record("r2", succeeded(new ReloadNode(node("w2"))));
    record(
        "r3",
        new RunEvent.Ended(
            step(new StartNode(node("w1"))),
            new StepOutcome.Failed(Duration.ofSeconds(1), List.of(problem))));

    assertThat(RecordedStarts.read(file())).isEmpty();
  }

  @Test
  void aJournalThatCannotBeReadIsNoEvidence() throws IOException {
    assertThat(RecordedStarts.read(file())).isEmpty();
    Files.createDirectories(file());
    assertThat(RecordedStarts.read(file())).isEmpty();
    assertThat(
            RecordedStarts.of(
                """
                {"time":1,"event":"end","run":"r1","started":"w1","host":"w1"}
                {"time":1,"event":"run","run":"r2","machines":"no map"}
                {"time":1,"event":"end","run":"r2","started":"w1","host":"w1"}
                {"time":1,"event":"run","run":"r3","machines":{"w1":"m"}}
                {"time":1,"event":"end","run":"r3","started":"no node name","host":"w1"}
                """))
        .isEmpty();
  }

  private void record(String run, RunEvent.Ended event) throws IOException {
    LocalRun local =
        LocalRun.of(
            new RunIdentity(run, "anna@laptop", "apply shop.yml"),
            desired.inventory(),
            new Plan(List.of(event.step()), List.of(), List.of()),
            facts);
    try (LocalJournal journal = LocalJournal.open(file(), local, InstantSource.fixed(NOW))) {
      journal.accept(new RunEvent.Started(event.step()));
      journal.accept(event);
    }
  }

  private RunEvent.Ended succeeded(Action action) {
    return new RunEvent.Ended(step(action), new StepOutcome.Succeeded(Duration.ofSeconds(1), true));
  }

  private Step step(Action action) {
    DesiredNode node =
        switch (action) {
          case StartNode(var it) -> it;
          case RecreateNode(var it) -> it;
          case ReloadNode(var it) -> it;
          default -> node("w1");
        };
    return new Step("id", node.node().host(), node.node().name(), action, "", List.of());
  }

  private DesiredNode node(String name) {
    return desired.nodes().stream()
        .filter(node -> node.node().name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Path file() {
    return folder.resolve("journal").resolve("shop.jsonl");
  }
}
