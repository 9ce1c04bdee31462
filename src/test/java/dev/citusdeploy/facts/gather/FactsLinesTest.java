package dev.citusdeploy.facts.gather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.facts.gather.FactsLines.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactsLinesTest {
  private static final String DOCKER = "docker program\nstatus 127\nstatus 127\n";

  @Test
  void readsPlainAndHexadecimalValues() {
    var lines = FactsLines.parse("a b c\nd \nfile~ 0a ff c3 a9\n" + DOCKER + "end", 0);

    assertThat(lines.entries())
        .containsExactly(new Entry("a", "b c"), new Entry("d", ""), new Entry("file", "\n\uDCFFé"));
    assertThat(lines.docker()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "end",
        "a b\n" + DOCKER,
        "a b\n" + DOCKER + "endless",
        "nokey\n" + DOCKER + "end",
        "a~ 0\n" + DOCKER + "end",
        "a~ 0A\n" + DOCKER + "end",
        "docker program\nstatus 0\nend",
        "docker program\nstatus 0\nstatus x\nend",
      })
  void refusesWhatTheScriptDoesNotWrite(String output) {
    assertThatThrownBy(() -> FactsLines.parse(output, 0)).isInstanceOf(RuntimeException.class);
  }
}
