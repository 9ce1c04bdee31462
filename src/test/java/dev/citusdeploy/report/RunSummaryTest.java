package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.PullImage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class RunSummaryTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Inventory inventory = ReportFixtures.inventory();
  private final SequencedMap<Step, StepOutcome> outcomes = new LinkedHashMap<>();

  @Test
  void reportsWhatEachHostCameTo() {
    put("pg-w1/a", new StepOutcome.Succeeded(SECOND, true));
    assertThat(words()).containsExactly("ok", "changed");
    put("pg-c1/a", new StepOutcome.Failed(SECOND, List.of(problem(Problem.Kind.STEP_FAILED))));
    put("pg-w1/b", new StepOutcome.NotReached("another step failed"));
    assertThat(words()).containsExactly("failed", "not");
    assertThat(lines()).last().asString().contains("not reached");
  }

  @Test
  void aHostThatIsLostDuringTheRunIsUnreachableAndDidNotFail() {
    Problem lost = problem(Problem.Kind.UNREACHABLE);
    put("pg-w1/a", new StepOutcome.Succeeded(SECOND, true));
    put("pg-w1/b", new StepOutcome.Failed(SECOND, List.of(lost)));
    put("pg-c1/a", new StepOutcome.NotReached("it waits for pg-w1/b, which failed"));
    assertThat(words()).containsExactly("not", "unreachable");
  }

  private List<String> words() {
    return lines().stream()
        .skip(1)
        .map(line -> line.substring(line.indexOf(" ")).strip().replaceFirst(" .*", ""))
        .toList();
  }

  private List<String> lines() {
    RunResult result = new RunResult(outcomes);
    return RunSummary.lines(inventory, result, result.problems());
  }

  private void put(String id, StepOutcome outcome) {
    var host = new HostName(id.substring(0, 5));
    var action = new PullImage("image", List.of());
    outcomes.put(new Step(id, host, null, action, "", List.of()), outcome);
  }

  private static Problem problem(Problem.Kind kind) {
    return new Problem(new ProblemCode("code", kind, "", ""), "what", "pg-w1", "", "");
  }
}
