package dev.citusdeploy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        .isEqualTo("“a next: b\\u202e\\u001b[31m”");
    assertThat(ForeignText.inline("x".repeat(100_000))).hasSizeLessThan(250);
  }

  @Test
  void setsForeignTextWithinASentenceApart() {
    assertThat(ForeignText.inline("run `curl x` as “root”"))
        .isEqualTo("“run 'curl x' as \"root\"”");
    assertThat(ForeignText.inline("next:")).isEqualTo("“next:”");
    assertThat(ForeignText.inline("")).isEqualTo("“”");
    assertThat(
            List.of(
                "17.11",
                "/var/lib/a-b_c",
                "ro,noatime",
                "10.0.0.1:5432",
                "[fd00::1]:5432",
                "x86_64"))
        .allSatisfy(word -> assertThat(ForeignText.inline(word)).isEqualTo(word));
    assertThat(ForeignText.inline(List.of("a", "b c"))).isEqualTo("a, “b c”");
  }

  @Test
  void findsOutWhetherForeignTextGoesOn() {
    assertThat(ForeignText.staysOpen("it is “a b", false)).isTrue();
    assertThat(ForeignText.staysOpen("c d", true)).isTrue();
    assertThat(ForeignText.staysOpen("e” and ended", true)).isFalse();
    assertThat(ForeignText.staysOpen("“a” and “b c", false)).isTrue();
    assertThat(ForeignText.staysOpen("plain", false)).isFalse();
  }

  @Test
  void cutsNoCharacterInHalf() {
    assertThat(ForeignText.shortened("a🙂b", 2)).isEqualTo("a… (3 characters more)");
  }

  @Test
  void boundsTheTextsOfAProblem() {
    String long1 = "x".repeat(1_000_000);
    Problem problem = new Problem(GeneralProblemCodes.INTERRUPTED, long1, long1, long1, "");
    assertThat(problem.what().length() + problem.where().length() + problem.why().length())
        .isLessThan(13_000);
  }
}
