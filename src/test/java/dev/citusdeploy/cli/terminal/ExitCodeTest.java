package dev.citusdeploy.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExitCodeTest {
  @Test
  void isZeroWithoutAProblem() {
    assertThat(ExitCode.of(List.of()).code()).isZero();
  }

  @Test
  void isTheSmallestOfSeveral() {
    assertThat(ExitCode.of(problems(Problem.Kind.REFUSED, Problem.Kind.UNREACHABLE)).code())
        .isEqualTo(3);
  }

  @Test
  void isTheInterruptionWhateverElseHappened() {
    assertThat(ExitCode.of(problems(Problem.Kind.STEP_FAILED, Problem.Kind.INTERRUPTED)).code())
        .isEqualTo(130);
  }

  private static List<Problem> problems(Problem.Kind... kinds) {
    return List.of(kinds).stream()
        .map(kind ->
            new Problem(new ProblemCode("code", kind, "", ""), "what", "where", "why", "remedy"))
        .toList();
  }
}
