package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingQuotingTest {
  @Test
  void doublesWhatThePostgresReaderTakesAsItsOwn() {
    assertThat(SettingQuoting.quote("it's 5\\6")).isEqualTo("'it''s 5\\\\6'");
  }

  @Test
  void leavesNoLineBreakThatCouldBeginAnotherSetting() {
    assertThat(SettingQuoting.quote("a\nssl = off\r\t"))
        .isEqualTo("'a\\nssl = off\\r\\t'")
        .doesNotContain("\n");
  }

  @Test
  void quotesAnEmptyValue() {
    assertThat(SettingQuoting.quote("")).isEqualTo("''");
  }

  @Test
  void refusesNul() {
    assertThatThrownBy(() -> SettingQuoting.quote("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"work_mem", "citus.shard_count", "DateStyle", "_x.y$1"})
  void knowsNames(String name) {
    assertThat(SettingQuoting.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "work mem", "a=b", "a\nb", ".a", "a.", "1a", "include 'x'", "a#"})
  void knowsWhatIsNoName(String text) {
    assertThat(SettingQuoting.isName(text)).isFalse();
  }
}
