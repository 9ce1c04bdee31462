package dev.citusdeploy.execution.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.remote.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What scripts tell of their progress, and how long their parts may take.
final class ProgressTest {
  @Test
  void aRecoveryIsReportedWithItsOwnWords() {
    assertThat(
            words("recovering 0 startup recovering 00000001000000000000001A; redo starts at 0/1A"))
        .isEqualTo(
            "its server to recover: its last message: “startup recovering 00000001000000000000001A; redo starts"
                + " at 0/1A”");
  }

  @Test
  void aRecoveryThatStandsStillIsReported() {
    assertThat(words("recovering 31 startup recovering 1A; "))
        .contains("no progress for 31 s; its last message");
  }

  @Test
  void aStopThatTakesLongIsReported() {
    assertThat(words("stopping 40 120")).contains("for 40 s so far", "after 120 s it is killed");
  }

  @Test
  void whatIsNoneOfTheseIsNotTaken() {
    assertThat(Progress.of("citus-deploy progress: rm 1 2")).isEmpty();
    assertThat(Progress.of("recovering 1 x")).isEmpty();
  }

  @Test
  void theLinesAreNoPartOfWhatAFailureReports() {
    Answer answer = new Answer(1, "", "a\n" + Progress.MARK + "checkpoint\nb\n");
    assertThat(Progress.without(answer).diagnostics()).isEqualTo("a\nb\n");
  }

  @Test
  void theScriptEndsBeforeItsDeadlineAlsoWhereThatIsShort() {
    assertThat(ScriptLimit.waitSeconds(Duration.ofMinutes(10))).isEqualTo(580);
    assertThat(ScriptLimit.waitSeconds(Duration.ofSeconds(20))).isEqualTo(16);
    assertThat(ScriptLimit.waitSeconds(Duration.ofSeconds(1))).isEqualTo(1);
  }

  private static String words(String line) {
    return Progress.of(Progress.MARK + line).orElseThrow().words();
  }
}
