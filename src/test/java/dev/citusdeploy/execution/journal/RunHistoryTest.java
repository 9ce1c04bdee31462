package dev.citusdeploy.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RunHistoryTest {
  private static final String COORDINATOR =
      """
      {"time":100,"event":"run","run":"r1","who":"anna@laptop","command":"apply shop.yml"}
      {"time":101,"event":"begin","run":"r1","step":"c1/start","host":"c1","reason":"new node"}
      {"time":108,"event":"end","run":"r1","step":"c1/start","host":"c1","reason":"new node","exit":0}
      {"time":200,"event":"run","run":"r2","who":"bert@desk","command":"apply shop.yml"}
      {"time":201,"event":"run-end","run":"r2","outcome":"complete"}
      {"time":300,"event":"be
      """;
  private static final String WORKER =
      """
      {"time":103,"event":"begin","run":"r1","step":"w1/start","host":"w1","reason":"new node"}
      no json
      """;

  private static final LocalRun.ClusterMark SHOP =
      new LocalRun.ClusterMark("/home/anna/shop.yml", "10.0.0.10 port 22");

  @Test
  void putsTheJournalsOfAllServersTogether() {
    List<RunRecord> runs = RunHistory.of(List.of(WORKER, COORDINATOR), "", SHOP);
    assertThat(runs).extracting(RunRecord::id).containsExactly("r2", "r1");
    assertThat(runs.getFirst().outcome()).isEqualTo("complete");
    RunRecord first = runs.getLast();
    assertThat(first.who()).isEqualTo("anna@laptop");
    assertThat(first.ended()).isNull();
    assertThat(first.outcome()).isEmpty();
    assertThat(first.steps())
        .extracting(RunRecord.StepRecord::id)
        .containsExactly("c1/start", "w1/start");
    assertThat(first.steps().getFirst().took()).isEqualTo(Duration.ofSeconds(7));
    assertThat(first.steps().getLast().exitCode()).isNull();
  }

  @Test
  void takesFromThisMachineWhatTheServersDoNotTell() {
    String local =
        """
        {"time":99.5,"event":"run","run":"r1","who":"anna@laptop","command":"apply shop.yml",\
        "inventory":"/home/anna/shop.yml","steps":["c1/start","w1/start","c1/verify-cluster"]}
        {"time":103.25,"event":"begin","run":"r1","step":"w1/start","host":"w1"}
        {"time":104.75,"event":"end","run":"r1","step":"w1/start","host":"w1","exit":0,"took":1500}
        {"time":105,"event":"run-end","run":"r1","outcome":"interrupted"}
        {"time":106,"event":"run","run":"r3","inventory":"/home/anna/shop.yml"}
        """;
    List<RunRecord> runs = RunHistory.of(List.of(COORDINATOR), local, SHOP);
    assertThat(runs).extracting(RunRecord::id).containsExactly("r2", "r3", "r1");
    assertThat(runs.get(1).sources()).containsExactly(RunRecord.Source.THIS_MACHINE);
    RunRecord both = runs.getLast();
    assertThat(both.sources())
        .containsExactly(RunRecord.Source.SERVERS, RunRecord.Source.THIS_MACHINE);
    assertThat(both.outcome()).isEqualTo("interrupted");
    assertThat(both.notBegun()).containsExactly("c1/verify-cluster");
    assertThat(both.steps())
        .extracting(RunRecord.StepRecord::source)
        .containsExactly(RunRecord.Source.SERVERS, RunRecord.Source.THIS_MACHINE);
    assertThat(both.steps().getLast().took()).isEqualTo(Duration.ofMillis(1500));
  }

  @Test
  void aStepThatWaitedAndDidNothingWasNotBegun() {
    String local =
        """
        {"time":99.5,"event":"run","run":"r4","inventory":"/home/anna/shop.yml",\
        "steps":["w1/await-before-stop","w1/recreate"]}
        {"time":100,"event":"begin","run":"r4","step":"w1/await-before-stop","host":"w1"}
        {"time":101,"event":"not-reached","run":"r4","step":"w1/await-before-stop","host":"w1"}
        {"time":102,"event":"run-end","run":"r4","outcome":"failed"}
        """;
    RunRecord run = RunHistory.of(List.of(), local, SHOP).getFirst();
    assertThat(run.steps()).isEmpty();
    assertThat(run.notBegun()).containsExactly("w1/await-before-stop", "w1/recreate");
  }

  @Test
  void doesNotDependOnTheOrderOfTheJournals() {
    assertThat(RunHistory.of(List.of(COORDINATOR, WORKER), "", SHOP))
        .isEqualTo(RunHistory.of(List.of(WORKER, COORDINATOR), "", SHOP));
  }

  @Test
  void aServerReportsItselfOnly() {
    String journal = WORKER + WORKER.replace("w1", "w2") + COORDINATOR.replace("c1", "gone");
    assertThat(JournalLines.own(journal, Set.of("c1", "w2")))
        .contains("w1/start", "gone/start", "bert@desk")
        .doesNotContain("w2");
  }
}
