package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProblemTextTest {
  @Test
  void wrapsAtTheWidthAndIndentsWhatFollows() {
    Problem problem =
        new Problem(
            new ProblemCode("ssh-refused", Problem.Kind.UNREACHABLE, "", ""),
            "the connection was refused",
            "pg-w1",
            "nothing listens on port 22 of 10.0.0.11, or a firewall rejects it",
            "start sshd there, then run the same command again");

    assertThat(new ProblemText(Palette.PLAIN, 50).lines(List.of(problem)))
        .containsExactly(
            "✗ pg-w1: the connection was refused [ssh-refused]",
            "  why:  nothing listens on port 22 of 10.0.0.11,",
            "        or a firewall rejects it",
            "  next: start sshd there, then run the same",
            "        command again",
            "")
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(50));
  }

  @Test
  void leavesOutputThatBeginsWithABlankAsItIs() {
    Problem problem =
        new Problem(
            new ProblemCode("step-failed", Problem.Kind.STEP_FAILED, "", ""),
            "it failed",
            "pg-w1",
            "exit code 1\n  a line of output that is longer than the terminal is wide",
            "");

    assertThat(new ProblemText(Palette.PLAIN, 40).lines(List.of(problem)))
        .contains("          a line of output that is longer than the terminal is wide");
  }

  @Test
  void keepsACommandWhole() {
    assertThat(new ProblemText(Palette.PLAIN, 40).lines(List.of(TRUST)))
        .containsSequence(
            "  next: compare it, then:",
            "        `citus-deploy trust a-long/path/to/shop.yml`,",
            "        and again");
  }

  @Test
  void setsCommandsOffByColourWhereThereIsOne() {
    assertThat(new ProblemText(new Palette(true), 100).lines(List.of(TRUST)))
        .contains(
            "  next: compare it, then: \u001b[36mcitus-deploy trust a-long/path/to/shop.yml\u001b[0m,"
                + " and again");
  }

  private static final Problem TRUST =
      new Problem(
              new ProblemCode("ssh-host-key-unknown", Problem.Kind.UNREACHABLE, "", ""),
              "the host key is not known",
              "pg-w1",
              "",
              "compare it, then: `citus-deploy trust INVENTORY`, and again")
          .naming("a-long/path/to/shop.yml");
}
