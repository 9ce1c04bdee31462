package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingContextsTest {
  private final SettingContexts contexts = SettingContexts.packaged();

  @ParameterizedTest
  @ValueSource(
      strings = {"work_mem", "TimeZone", "citus.node_conninfo", "ssl_ca_file", "log_line_prefix"})
  void letsAReloadTakeInWhatARunningServerCan(String name) {
    assertThat(contexts.needsRestart(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shared_buffers",
        "Max_Connections",
        "shared_preload_libraries",
        "citus.max_worker_nodes_tracked",
        // Of the versions that are supported, some need a restart for it.
        "autovacuum_max_workers",
        "nobody.knows_this"
      })
  void asksForARestartWhereItIsNeededOrNothingIsKnown(String name) {
    assertThat(contexts.needsRestart(name)).isTrue();
  }
}
