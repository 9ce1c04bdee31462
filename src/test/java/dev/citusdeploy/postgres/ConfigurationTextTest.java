package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lines of postgresql.conf, as PostgreSQL's documentation describes them.
final class ConfigurationTextTest {
  @Test
  void theLastLineForANameWinsWhateverItsCase() {
    assertThat(
            ConfigurationText.settings(
                """
                # max_connections = 1
                max_connections = 100   # some
                Max_Connections 200
                shared_preload_libraries = 'citus, it''s'
                citus.node_conninfo = 'sslmode=verify-full'
                """))
        .containsEntry("max_connections", "200")
        .containsEntry("shared_preload_libraries", "citus, it's")
        .containsEntry("citus.node_conninfo", "sslmode=verify-full")
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "work_mem = 64MB | work_mem",
        "work_mem '64MB' | work_mem",
        "work_mem=64MB # more | work_mem",
        "work_mem = 64 MB | ``",
        "= 3 | ``",
      })
  void aLineIsAPlainSettingOrNot(String line, String name) {
    assertThat(ConfigurationText.name(line).orElse("")).isEqualTo(name);
  }

  @Test
  void commentsAndBlankLinesDoNotCount() {
    assertThat(ConfigurationText.lines("\n  # one\na = 1  \n\n")).containsExactly("a = 1");
  }
}
