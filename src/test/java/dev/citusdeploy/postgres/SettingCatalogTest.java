package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.postgres.SettingLookup.Elsewhere;
import dev.citusdeploy.postgres.SettingLookup.Known;
import dev.citusdeploy.postgres.SettingLookup.Unknown;
import dev.citusdeploy.postgres.SettingValue.Invalid;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingCatalogTest {
  private static final ServerVersions NEWEST = ServerVersions.ofImage("citusdata/citus:14.0.1");

  private final SettingCatalog catalog = SettingCatalog.packaged();

  /// Values as they stand in postgresql.conf.sample and in people's files, with what pg_settings
  /// then shows.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shared_buffers                     | 128MB          | 16384
          shared_buffers                     | 1GB            | 131072
          shared_buffers                     | 16             | 16
          work_mem                           | 4MB            | 4096
          work_mem                           | '64 kB'        | 64
          work_mem                           | '  64kB  '     | 64
          work_mem                           | 65536B         | 64
          work_mem                           | 0x1000         | 4096
          work_mem                           | 010000         | 4096
          work_mem                           | 30.1MB         | 30822
          work_mem                           | 100.5          | 100
          work_mem                           | 101.5          | 102
          work_mem                           | 1e3            | 1000
          work_mem                           | .5GB           | 524288
          maintenance_work_mem               | 0.5TB          | 536870912
          effective_cache_size               | 4GB            | 524288
          max_wal_size                       | 1GB            | 1024
          max_wal_size                       | 1.5GB          | 1536
          wal_buffers                        | -1             | -1
          autovacuum_work_mem                | -1             | -1
          checkpoint_timeout                 | 5min           | 300
          checkpoint_timeout                 | 1h             | 3600
          checkpoint_timeout                 | 1d             | 86400
          log_rotation_age                   | 1d             | 1440
          deadlock_timeout                   | 1s             | 1000
          deadlock_timeout                   | 1500000us      | 1500
          wal_writer_delay                   | 200ms          | 200
          autovacuum_vacuum_cost_delay       | 2ms            | 2
          autovacuum_vacuum_cost_delay       | 500us          | 0.5
          checkpoint_completion_target       | 0.9            | 0.9
          checkpoint_completion_target       | 1              | 1
          random_page_cost                   | 1.1            | 1.1
          random_page_cost                   | 4e0            | 4
          jit_above_cost                     | 100000         | 100000
          seq_page_cost                      | 00.5           | 0.5
          log_file_mode                      | 0600           | 384
          max_connections                    | 100            | 100
          max_connections                    | +100           | 100
          jit                                | on             | on
          jit                                | TRUE           | on
          jit                                | tr             | on
          jit                                | y              | on
          jit                                | 1              | on
          jit                                | of             | off
          jit                                | f              | off
          jit                                | No             | off
          jit                                | 0              | off
          synchronous_commit                 | remote_apply   | remote_apply
          synchronous_commit                 | true           | true
          wal_level                          | Logical        | logical
          wal_level                          | hot_standby    | hot_standby
          huge_pages                         | try            | try
          wal_compression                    | zstd           | zstd
          default_toast_compression          | lz4            | lz4
          io_method                          | io_uring       | io_uring
          log_min_messages                   | debug          | debug
          ssl_max_protocol_version           | ''             | ''
          default_transaction_isolation      | read committed | read committed
          DateStyle                          | iso, mdy       | iso, mdy
          search_path                        | '"$user", public' | '"$user", public'
          shared_preload_libraries           | ''             | ''
          pg_stat_statements.max             | 10000          | 10000
          pg_stat_statements.track           | all            | all
          auto_explain.log_min_duration      | 3s             | 3000
          citus.shard_count                  | 64             | 64
          citus.max_client_connections       | 500            | 500
          citus.max_intermediate_result_size | 2GB            | 2097152
          citus.node_connection_timeout      | 30s            | 30000
          citus.enable_metadata_sync         | on             | on
          columnar.compression               | zstd           | zstd
          """)
  void readsWhatTheServerReads(String name, String value, String normal) {
    assertThat(known(name).read(value)).isEqualTo(new Valid(normal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          work_mem                     | 32kB    | must be between 64kB and 2147483647kB |
          work_mem                     | 3TB     | must be between 64kB and 2147483647kB |
          work_mem                     | 32mb    | must be a whole number with one of the units B, kB, MB, GB, TB | 32MB
          work_mem                     | 32M     | must be a whole number with one of the units B, kB, MB, GB, TB | 32MB
          work_mem                     | 32KB    | must be a whole number with one of the units B, kB, MB, GB, TB | 32kB
          work_mem                     | 32s     | must be a whole number with one of the units B, kB, MB, GB, TB |
          work_mem                     | ''      | must be a whole number with or without a unit |
          work_mem                     | much    | must be a whole number with or without a unit |
          work_mem                     | 1,5GB   | must be a whole number with or without a unit |
          work_mem                     | 09000   | must be a whole number with or without a unit |
          work_mem                     | '1 0MB' | must be a whole number with one of the units B, kB, MB, GB, TB |
          work_mem                     | '1 000MB' | must be a whole number with or without a unit |
          work_mem                     | -64     | must be between 64kB and 2147483647kB |
          shared_buffers               | 15      | must be between 128kB and 8589934584kB |
          checkpoint_timeout           | 5m      | must be a whole number with one of the units us, ms, s, min, h, d |
          checkpoint_timeout           | 2d      | must be between 30s and 86400s |
          deadlock_timeout             | 0       | must be between 1ms and 2147483647ms |
          max_connections              | 0       | must be between 1 and 262143 |
          max_connections              | 100MB   | must be a whole number without a unit | 100
          max_connections              | 99999999999 | must be between 1 and 262143 |
          checkpoint_completion_target | 1.1     | must be between 0 and 1 |
          checkpoint_completion_target | nan     | must be a number |
          random_page_cost             | -1      | must be at least 0 |
          jit                          | o       | must be on or off |
          jit                          | ''      | must be on or off |
          jit                          | 2       | must be on or off |
          jit                          | onn     | must be on or off |
          wal_level                    | logic   | must be one of minimal, replica, logical |
          wal_compression              | gzip    | must be one of pglz, on, off, lz4, zstd |
          citus.shard_count            | 0       | must be between 1 and 64000 |
          citus.task_assignment_policy | random  | must be one of greedy, first-replica, round-robin |
          """)
  void refusesWhatTheServerRefuses(String name, String value, String rule, String meant) {
    assertThat(known(name).read(value))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid -> {
              assertThat(invalid.rule()).isEqualTo(rule);
              assertThat(invalid.meant()).isEqualTo(meant == null ? "" : meant);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          allow_alter_system          | citusdata/citus:14.0.1-pg16 | is new in PostgreSQL 17
          io_method                   | citusdata/citus:14.0.1-pg17 | is new in PostgreSQL 18
          io_method                   | citusdata/citus:13.2.2      | is new in PostgreSQL 18
          old_snapshot_threshold      | citusdata/citus:13.2.0      | is no longer in PostgreSQL 17
          db_user_namespace           | citusdata/citus:14.0.0      | is no longer in PostgreSQL 17
          citus.enable_outer_joins_with_pseudoconstant_quals_pre_pg17 | citusdata/citus:13.2.2 | is new in Citus 14
          """)
  void reportsWhichVersionHasASetting(String name, String image, String why) {
    assertThat(catalog.find(name, ServerVersions.ofImage(image))).isEqualTo(new Elsewhere(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow_alter_system", "io_method", "db_user_namespace", "sort_mem"})
  void acceptsASettingOfAnyVersionWhenTheImageShowsNone(String name) {
    assertThat(catalog.find(name, ServerVersions.UNKNOWN)).isInstanceOf(Known.class);
  }

  @ParameterizedTest
  @CsvSource({
    "wrk_mem,                     citusdata/citus:14.0.1, true",
    "wrk_mem,                     example.com/db@sha256:00, true",
    "citus.shard_cuont,           citusdata/citus:14.0.1, true",
    "citus.shard_cuont,           example.com/db:1, true",
    "columnar.shard_count,        citusdata/citus:14.0.1, true",
    "pg_stat_statements.maximum,  citusdata/citus:14.0.1, true",
    // These versions are newer than the known ones.
    "citus.brand_new,             citusdata/citus:14.1.0, false",
    "citus.brand_new,             citusdata/citus:14, false",
    "citus.brand_new,             citusdata/citus:15.0.0, false",
    "brand_new,                   citusdata/citus:15.0.0-pg19, false",
    // Another extension's.
    "pgaudit.log,                 citusdata/citus:14.0.1, false"
  })
  void isOnlySureOfWhatItKnows(String name, String image, boolean certain) {
    assertThat(catalog.find(name, ServerVersions.ofImage(image)))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> {
              assertThat(unknown.certain()).isEqualTo(certain);
              assertThat(unknown.names()).contains("work_mem", "citus.shard_count");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"block_size", "server_version", "transaction_isolation", "citus.version"})
  void knowsWhatNoFileCanHold(String name) {
    assertThat(known(name).isInternal()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"allow_alter_system", "data_directory", "work_mem"})
  void knowsWhatAFileCanHold(String name) {
    assertThat(known(name).isInternal()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql-16.tsv",
        "postgresql-17.tsv",
        "postgresql-18.tsv",
        "citus-13.tsv",
        "citus-14.tsv"
      })
  void readsEveryDefaultOfEveryServer(String file) throws IOException {
    SettingTable table = SettingTable.packaged(file);

    int defaults = 0;
    for (String line : lines(file)) {
      String[] columns = line.split("\t", -1);
      SettingType type = table.find(columns[0]).orElseThrow().type();
      if (columns.length > 6 && !columns[6].isEmpty()) {
        assertThat(type.read(columns[6])).as(line).isInstanceOf(Valid.class);
        defaults++;
      }
      // What the server calls the limits is within them, and the next number is not.
      if (columns.length > 5 && columns[2].equals("integer")) {
        assertThat(type.read(columns[4])).as(line).isEqualTo(new Valid(columns[4]));
        assertThat(type.read(columns[5])).as(line).isEqualTo(new Valid(columns[5]));
        assertThat(type.read(Long.toString(Long.parseLong(columns[5]) + 1)))
            .as(line)
            .isInstanceOf(Invalid.class);
      }
    }
    assertThat(defaults).isGreaterThan(file.startsWith("citus") ? 50 : 200);
  }

  private static List<String> lines(String file) throws IOException {
    try (InputStream stream = SettingTable.class.getResourceAsStream(file)) {
      assertThat(stream).isNotNull();
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void readsACountInAnySpelling() {
    assertThat(SettingType.count("0x64")).hasValue(100);
    assertThat(SettingType.count(" 1e2 ")).hasValue(100);
    assertThat(SettingType.count("")).isEmpty();
    assertThat(SettingType.count("100kB")).isEmpty();
  }

  private Known known(String name) {
    return (Known) catalog.find(name, NEWEST);
  }
}
