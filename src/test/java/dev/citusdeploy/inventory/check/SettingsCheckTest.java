package dev.citusdeploy.inventory.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.inventory.read.InventoryReader;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsCheckTest {
  private static final String IMAGE = "citusdata/citus:14.0.1";

  @Test
  void reportsEveryMistakeOfEveryLevelAtItsPlace() {
    List<Problem> problems =
        mistakes(
            """
            cluster: shop
            image: citusdata/citus:14.0.1-pg16
            database: shop
            postgres:
              settings:
                wrk_mem: 32MB
                work_mem: 32mb
                jit: onn
                allow_alter_system: off
                block_size: 8192
                wal_level: replica
                fsync: off
                max_worker_processes: 8
                max_connections: 500
            hosts:
              pg-1: { address: 10.0.0.10, role: coordinator, settings: { citus.shard_cuont: 4 } }
              pg-2:
                address: 10.0.0.11
                role: worker
                settings:
                  checkpoint_timeout: 5m
                  citus.shard_count: 64
                  max_logical_replication_workers: 8
                  max_connections: 400
                  port: 5433
            """);

    assertThat(problems.stream().map(problem -> problem + " -> " + problem.remedy()))
        .containsExactlyElementsOf(
            """
            shop.yml:6:5: there is no setting `wrk_mem` (inventory-bad-value) -> did you mean `work_mem`?
            shop.yml:7:15: `work_mem` cannot be `32mb` (inventory-bad-value) -> did you mean `32MB`?
            shop.yml:8:10: `jit` cannot be `onn` (inventory-bad-value) -> did you mean `on`?
            shop.yml:9:5: the image has no setting `allow_alter_system` (inventory-bad-value) -> remove it, or choose another `image`
            shop.yml:10:5: the setting `block_size` cannot be given (inventory-conflict) -> remove it
            shop.yml:11:16: `wal_level` can only be `logical` (inventory-conflict) -> remove it: it is `logical` anyway
            shop.yml:12:12: `fsync` cannot be `off` (inventory-conflict) -> remove it; for a rehearsal add `lab: true`
            shop.yml:13:27: `max_worker_processes` must be at least 32, not `8` (inventory-conflict) -> write `max_worker_processes: 32`, or remove it
            shop.yml:16:62: there is no setting `citus.shard_cuont` (inventory-bad-value) -> did you mean `citus.shard_count`?
            shop.yml:21:27: `checkpoint_timeout` cannot be `5m` (inventory-bad-value) -> correct it, or remove it
            shop.yml:22:7: `citus.shard_count` has no effect on a worker (inventory-conflict) -> move it to the coordinator, or to `postgres.settings`
            shop.yml:23:40: `max_logical_replication_workers` must be at least 16, not `8` (inventory-conflict) -> write `max_logical_replication_workers: 16`, or remove it
            shop.yml:24:24: a worker's `max_connections` (400) is below the coordinator's (500) (inventory-conflict) -> give the workers as many, best for all nodes in `postgres.settings`
            shop.yml:25:7: the setting `port` cannot be given (inventory-conflict) -> set `port` of the host, or `postgres.port`
            """
                .lines()
                .toList());
    assertThat(problems.get(1).why())
        .isEqualTo("work_mem must be a whole number with one of the units B, kB, MB, GB, TB");
    assertThat(problems.get(3).why()).isEqualTo("it is new in PostgreSQL 17");
    assertThat(problems.get(7).why()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "work_mem: 32MB",
        "jit: true",
        "wal_level: LOGICAL",
        "citus.use_secondary_nodes: never",
        "citus.enable_ddl_propagation: yes",
        "citus.shard_count: 64",
        "synchronous_commit: off",
        "max_worker_processes: 64",
        "max_logical_replication_workers: 16",
        "citus.distributed_deadlock_detection_factor: 2.0",
        "shared_preload_libraries: 'pg_stat_statements, citus'",
        "pgaudit.log: all",
        "auto_explain.log_min_duration: 3s",
        "citus.max_client_connections: 200",
        "max_prepared_transactions: 364",
        "log_line_prefix: '%m [%p] '"
      })
  void takesWhatTheServerTakes(String setting) {
    assertThatCode(() -> read(withSetting(IMAGE, setting))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          max_prepared_transactions: 0             | is below `max_connections` (364)
          max_prepared_transactions: 363           | is below `max_connections` (364)
          max_connections: 3                       | leaves none that is not reserved
          reserved_connections: 300                | leaves none that is not reserved
          citus.max_client_connections: 365        | is above `max_connections` (364)
          wal_level: hot_standby                   | can only be `logical`
          citus.use_secondary_nodes: always        | can only be `never`
          citus.enable_ddl_propagation: f          | can only be `on`
          default_transaction_read_only: on        | can only be `off`
          max_replication_slots: 19                | must be at least 20
          max_logical_replication_workers: 8       | must be at least 16
          citus.version: '14'                      | cannot be given
          citus.xyz: 1                             | there is no setting
          """)
  void refusesWhatCitusCannotWorkWith(String setting, String what) {
    assertThat(mistakes(withSetting(IMAGE, setting)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains(what));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fsync: off",
        "fsync: '0'",
        "full_page_writes: n",
        "autovacuum: off",
        "citus.recover_2pc_interval: -1",
        "citus.distributed_deadlock_detection_factor: -1.0",
        "citus.background_task_queue_interval: -1ms"
      })
  void takesARiskOnlyInARehearsal(String setting) {
    String text = withSetting(IMAGE, setting);

    assertThat(mistakes(text))
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("lab: true"));
    assertThatCode(() -> read(text + "lab: true\n")).doesNotThrowAnyException();
  }

  @Test
  void comparesConnectionsAsTheyHoldOnEachNode() {
    String raised =
        withSetting(IMAGE, "jit: on")
            .replace(
                "role: coordinator", "role: coordinator, settings: { max_connections: 0x1F4 }");

    // The workers have 364 by default.
    assertThat(mistakes(raised))
        .extracting(Problem::toString)
        .containsExactly(
            "shop.yml:6:79: a worker's `max_connections` (364) is below the coordinator's (0x1F4)"
                + " (inventory-conflict)");
    assertThatCode(() ->
            read(
                raised.replace("role: worker", "role: worker, settings: { max_connections: 500 }")))
        .doesNotThrowAnyException();
  }

  @Test
  void leavesRoomForVersionsThatAreNewerThanItsTables() {
    String newer = "citusdata/citus:14.1.0";

    assertThatCode(() -> read(withSetting(newer, "citus.something_altogether_new: 1")))
        .doesNotThrowAnyException();
    assertThat(mistakes(withSetting(newer, "citus.shard_cuont: 1")))
        .extracting(Problem::remedy)
        .containsExactly("did you mean `citus.shard_count`?");
  }

  private static String withSetting(String image, String setting) {
    return """
    cluster: shop
    image: %s
    database: shop
    postgres: { settings: { %s } }
    hosts:
      pg-1: { address: 10.0.0.10, role: coordinator }
      pg-2: { address: 10.0.0.11, role: worker }
      pg-3: { address: 10.0.0.12, role: worker }
    """
        .formatted(image, setting);
  }

  private static List<Problem> mistakes(String text) {
    return catchThrowableOfType(ProblemException.class, () -> read(text)).problems();
  }

  private static Inventory read(String text) {
    return new InventoryReader(new Operator("anna", Path.of("/home/anna"), Map.of()))
        .read(text, Path.of("shop.yml"));
  }
}
