package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LiveViewTest {
  private static final Step FIRST = step("pg-c1");
  private static final Step SECOND = step("pg-w10");
  private static final Step THIRD = step("pg-w2");

  private final StringWriter written = new StringWriter();
  private Instant now = Instant.EPOCH;

  @Test
  void showsWhatEachHostDoesAndForHowLong() {
    LiveView view = view(new LiveView.Screen(80, 24));
    view.accept(new RunEvent.Started(FIRST));
    now = now.plusMillis(1500);
    view.accept(new RunEvent.Ended(THIRD, new StepOutcome.Succeeded(Duration.ZERO, true)));
    assertThat(view.frame())
        .containsExactly(
            "▸ pg-c1   register worker 10.0.0.9:5432 (1.5 s)",
            "· pg-w10  waits for others, 1 to do",
            "✓ pg-w2   1 done",
            "██████░░░░░░░░░░░░░░ 1/3 steps, 1.5 s");
  }

  @Test
  void keepsAFailureAboveAndCutsWhatIsTooWide() {
    LiveView view = view(new LiveView.Screen(30, 24));
    view.accept(new RunEvent.Started(FIRST));
    view.accept(
        new RunEvent.Ended(SECOND, new StepOutcome.Failed(Duration.ZERO, List.of(PROBLEM))));
    assertThat(view.frame())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(30))
        .contains("✗ pg-w10  failed");
    assertThat(written.toString()).contains("✗ pg-w10: register worker", "no room");
  }

  @Test
  void keepsTheWordsOfAnInterruptionAboveTheFrame() {
    LiveView view = view(new LiveView.Screen(80, 24));
    view.accept(new RunEvent.Started(FIRST));
    view.accept(new RunEvent.Interrupted(List.of(FIRST)));
    assertThat(written.toString())
        .contains(
            "\r\u001b[4A\u001b[Jinterrupted: the step under way ends, no other begins; Ctrl-C again"
                + " stops at once\n▸ pg-c1");
    view.accept(new RunEvent.Ended(FIRST, new StepOutcome.Succeeded(Duration.ZERO, true)));
    view.accept(new RunEvent.Ended(SECOND, new StepOutcome.NotReached("interrupted")));
    assertThat(view.frame())
        .contains("✓ pg-c1   1 done", "- pg-w10  0 done, 1 not reached")
        .last()
        .asString()
        .contains(" 1/3 steps");
  }

  @Test
  void leavesRoomOnASmallTerminal() {
    LiveView view = view(new LiveView.Screen(80, 4));
    assertThat(view.frame()).hasSize(3).contains("  … and 2 hosts more");
  }

  @Test
  void drawsOverItsLastFrameUntilItIsClosed() {
    LiveView view = view(new LiveView.Screen(80, 24));
    view.accept(new RunEvent.Started(FIRST));
    view.accept(new RunEvent.Started(SECOND));
    assertThat(written.toString()).contains("\u001b[4A\u001b[J");
    view.close();
    int length = written.toString().length();
    view.accept(new RunEvent.Started(THIRD));
    assertThat(written.toString()).hasSize(length);
  }

  private static final Problem PROBLEM =
      new Problem(
          new ProblemCode("no-room", Problem.Kind.STEP_FAILED, "", ""), "no room", "", "", "");

  private LiveView view(LiveView.Screen screen) {
    return new LiveView(
        new TerminalWriter(written, false),
        Palette.PLAIN,
        screen,
        new Plan(List.of(FIRST, SECOND, THIRD), List.of(), List.of()),
        () -> now);
  }

  private static Step step(String host) {
    return new Step(
        host + "/add-node",
        new HostName(host),
        null,
        new AddNode(new NodeAddress("10.0.0.9", 5432)),
        "test",
        List.of());
  }
}
