package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlQuotingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "app|\"app\"",
        "App Role|\"App Role\"",
        "we\"ird|\"we\"\"ird\"",
        "o'neill|\"o'neill\"",
        "back\\slash|\"back\\slash\"",
        "rôle|\"rôle\""
      })
  void quotesEveryNameSoThatItIsTakenAsItStands(String name, String quoted) {
    assertThat(SqlQuoting.identifier(name)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "plain|'plain'",
        "o'neill|'o''neill'",
        "say \"x\"|'say \"x\"'",
        "back\\slash|# E'back\\\\slash'#",
        "\\'; DROP TABLE t; --|# E'\\\\''; DROP TABLE t; --'#"
      })
  void quotesAStringWhateverItHolds(String text, String quoted) {
    assertThat(SqlQuoting.literal(text)).isEqualTo(quoted);
  }

  @Test
  void quotesAnEmptyString() {
    assertThat(SqlQuoting.literal("")).isEqualTo("''");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\0b",
        "a234567890123456789012345678901234567890123456789012345678901234",
        "éééééééééééééééééééééééééééééééé"
      })
  void refusesNamesThatPostgresWouldCutOrCannotHold(String name) {
    assertThatThrownBy(() -> SqlQuoting.identifier(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesANameOf63Bytes() {
    assertThat(SqlQuoting.identifier("a".repeat(63))).hasSize(65);
  }

  @Test
  void refusesAStringWithNul() {
    assertThatThrownBy(() -> SqlQuoting.literal("a\0b"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
