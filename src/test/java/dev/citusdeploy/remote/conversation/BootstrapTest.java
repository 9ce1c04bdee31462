package dev.citusdeploy.remote.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isOfCharactersThatEveryLoginShellReadsAlike(boolean sudo) {
    String line = Bootstrap.commandLine(sudo);
    assertThat(line).doesNotContain("!", "\\", "\n", "\t").isPrintable();
    List<String> parts = List.of(line.split("'", -1));
    for (int i = 0; i < parts.size(); i += 2) {
      assertThat(parts.get(i)).as("outside of quotes").matches("[a-z -]*");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsItsWordsShorterThanTheOldCshAllows(boolean sudo) {
    assertThat(List.of(Bootstrap.commandLine(sudo).split("'", -1)))
        .allSatisfy(word -> assertThat(word).hasSizeLessThan(1_024));
  }

  @Test
  void isTheSameAtEveryCall() {
    assertThat(Bootstrap.commandLine(true)).isEqualTo(Bootstrap.commandLine(true));
  }
}
