package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessQuotingTest {
  @ParameterizedTest
  @ValueSource(strings = {"app", "App_2", "pg-w01.node", "order.entry"})
  void leavesPlainNamesReadable(String name) {
    assertThat(AccessQuoting.quote(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"all", "replication", "sameuser", "samerole", "+group", "@file", "a b"})
  void quotesWhatWouldMeanSomethingElse(String name) {
    assertThat(AccessQuoting.quote(name)).isEqualTo("\"" + name + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a,b|'\"a,b\"'", "#no comment|'\"#no comment\"'", "say \"hi\"|'\"say \"\"hi\"\"\"'"})
  void quotesCommasCommentsAndQuotes(String name, String expected) {
    assertThat(AccessQuoting.quote(name)).isEqualTo(expected);
  }

  @Test
  void turnsANameThatLooksLikeAPatternIntoThePatternOfItself() {
    assertThat(AccessQuoting.quote("/a.*ü|(b)")).isEqualTo("\"/^/a\\.\\*ü\\|\\(b\\)$\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nhostssl all all all scram-sha-256", "a\0", "a\t"})
  void refusesWhatNoLineCanHold(String name) {
    assertThatThrownBy(() -> AccessQuoting.quote(name))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
