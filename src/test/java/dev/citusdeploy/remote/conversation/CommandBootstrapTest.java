package dev.citusdeploy.remote.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.remote.LocalShellHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandBootstrapTest {
  private static final String NASTY =
      "printf %s 'it'\\''s \"quoted\" $HOME `x` \\ ! %s \\n {a,b} ~ * #\n\t Łāß→🐘 \u0081\u0085 \\0101\n\n'";

  private static final String SAID =
      "it's \"quoted\" $HOME `x` \\ ! %s \\n {a,b} ~ * #\n\t Łāß→🐘 \u0081\u0085 \\0101\n\n";

  static Iterable<List<String>> shells() {
    return LocalShellHost.shells().values();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void carriesEveryCharacter(List<String> shell) throws IOException {
    assertThat(said(shell, NASTY)).isEqualTo(SAID);
    assertThat(said(shell, "printf %s '" + "it!s \n".repeat(1_500) + "'"))
        .isEqualTo("it!s \n".repeat(1_500));
    assertThat(said(shell, "")).isEmpty();
  }

  private static String said(List<String> shell, String line) throws IOException {
    List<String> command = new ArrayList<>(shell);
    command.addAll(List.of("-c", CommandBootstrap.starting(false, "0a", line)));
    Process process = LocalPrograms.process(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isOfCharactersThatEveryLoginShellReadsAlike(boolean sudo) {
    String line = CommandBootstrap.starting(sudo, "0a", NASTY);
    assertThat(line).doesNotContain("!", "\n", "\t").isPrintable();
    List<String> parts = List.of(line.split("'", -1));
    for (int i = 0; i < parts.size(); i++) {
      if (i % 2 == 0) {
        assertThat(parts.get(i)).as("outside of quotes").matches("([a-z -]|\\\\\\\\0[0-7]{3})*");
      } else {
        assertThat(parts.get(i)).as("between quotes").doesNotContain("\\");
      }
    }
  }

  @Test
  void keepsItsWordsShorterThanTheOldCshAllows() {
    for (String text : List.of("x".repeat(10_000), "'".repeat(3_000), "it's ".repeat(1_000))) {
      assertThat(CommandBootstrap.words(text).split("' '"))
          .allSatisfy(word -> assertThat(word).hasSizeLessThan(1_000));
    }
    assertThat(List.of(CommandBootstrap.starting(true, "0a", "true").split("'", -1)))
        .allSatisfy(word -> assertThat(word).hasSizeLessThan(1_000));
  }

  @Test
  void marksNoTwoProcessesAlike() {
    Random random = new Random(1);
    assertThat(CommandBootstrap.mark(random))
        .matches("[0-9a-f]{32}")
        .isNotEqualTo(CommandBootstrap.mark(random));
  }
}
