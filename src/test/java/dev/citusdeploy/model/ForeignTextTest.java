package dev.citusdeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ForeignTextTest {
  @Test
  void putsAMarkBeforeEachLineOfABlock() {
    assertThat(ForeignText.block("one\r\n\n  next: two\u0085three\n"))
        .isEqualTo("\n│ one\n│   next: two\\u0085three");
    assertThat(ForeignText.block(" \n")).isEqualTo("\n│ (nothing)");
  }

  @Test
  void boundsABlock() {
    String much =
        IntStream.range(0, 100_000).mapToObj(String::valueOf).collect(Collectors.joining("\n"));
    assertThat(ForeignText.block(much).lines())
        .hasSizeLessThanOrEqualTo(ForeignText.MOST_LINES + 2)
        .contains("│ 0", "│ … 99970 lines more …", "│ 99999");
    assertThat(ForeignText.block("x".repeat(1_000_000))).hasSizeLessThan(600);
  }

  @Test
  void makesOneLineForTheMiddleOfASentence() {
    assertThat(ForeignText.inline(" a \n  next: b\u202e\u001b[31m\t"))
        .isEqualTo("a next: b\\u202e\\u001b[31m");
    assertThat(ForeignText.inline("x".repeat(100_000))).hasSizeLessThan(250);
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(ForeignText.shortened("a🙂b", 2)).isEqualTo("a… (3 characters more)");
  }

  @Test
  void boundsWhatAProblemTells() {
    String long1 = "x".repeat(1_000_000);
    Problem problem = new Problem(GeneralProblemCodes.INTERRUPTED, long1, long1, long1, "");
    assertThat(problem.what().length() + problem.where().length() + problem.why().length())
        .isLessThan(13_000);
  }
}
