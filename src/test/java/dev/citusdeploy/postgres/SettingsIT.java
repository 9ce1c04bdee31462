package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Image;
import dev.citusdeploy.postgres.SettingLookup.Known;
import dev.citusdeploy.postgres.SettingValue.Valid;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// The tables of settings, and how values are read, against every database image on this machine.
final class SettingsIT {
  private static final String PASSWORD = "password";

  /// One of each kind of number, unit and word; none with a rule of its own beyond its type.
  private static final List<String> SETTINGS =
      List.of(
          "work_mem",
          "shared_buffers",
          "max_wal_size",
          "checkpoint_timeout",
          "deadlock_timeout",
          "log_rotation_age",
          "vacuum_cost_delay",
          "random_page_cost",
          "cursor_tuple_fraction",
          "max_connections",
          "geqo_threshold",
          "jit",
          "wal_level",
          "synchronous_commit",
          "citus.shard_count",
          "citus.max_intermediate_result_size",
          "citus.node_connection_timeout");

  private static final List<String> UNITS =
      List.of("", "", "", "B", "kB", "MB", "GB", "TB", "us", "ms", "s", "min", "h", "d", "KB", "x");

  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "on",
          "ON",
          "of",
          "o",
          "off",
          "t",
          "truee",
          "y",
          "n",
          "0",
          "1",
          "2",
          "logical",
          "Replica",
          "hot_standby",
          "remote_apply",
          "nan",
          "inf",
          "0x",
          "0x1F",
          "0x1FkB",
          "0X10",
          "010",
          "08",
          "010.5",
          "1e3",
          "1e",
          "1E-2s",
          ".5",
          "5.",
          ".",
          "-",
          "+7",
          "--7",
          "1 0",
          "1 kB ",
          "\t64",
          "64\t",
          "64\tkB",
          "1_000",
          "1,5",
          "1.5.5",
          "30.1GB",
          "0.3min",
          "0.5",
          "1.5",
          "2.5",
          "100000000000000000000",
          "-100000000000000000000",
          "1e400",
          "2147483647",
          "2147483648",
          "-2147483648",
          "-1",
          "-0",
          "-0.4",
          "-0.6");

  private final SettingCatalog catalog = SettingCatalog.packaged();

  static List<String> images() {
    List<Image> images = DockerClientFactory.instance().client().listImagesCmd().exec();
    List<String> found =
        images.stream()
            .filter(image -> image.getRepoTags() != null)
            .flatMap(image -> Stream.of(image.getRepoTags()))
            .filter(tag -> tag.matches("citusdata/citus:[0-9.]+|citus-deploy-lab/rehearsal:.+"))
            .sorted()
            .toList();
    assertThat(found).as("database images: citus-deploy lab images makes one").isNotEmpty();
    return found;
  }

  @ParameterizedTest
  @MethodSource("images")
  void agreesWithTheServer(String image) throws SQLException {
    try (GenericContainer<?> container = container(image)) {
      container.start();
      String url =
          "jdbc:postgresql://%s:%d/postgres"
              .formatted(container.getHost(), container.getMappedPort(5432));
      try (Connection server = DriverManager.getConnection(url, "postgres", PASSWORD)) {
        knowsEverySettingOf(server);
        readsValuesAsItDoes(server);
        if (image.startsWith("citusdata/")) {
          hasTheSameTable(server);
        }
      }
    }
  }

  private static GenericContainer<?> container(String image) {
    // The unusual number of connections is the one that bin/generate-settings uses.
    return new GenericContainer<>(DockerImageName.parse(image))
        .withEnv("POSTGRES_PASSWORD", PASSWORD)
        .withExposedPorts(5432)
        .withCommand("postgres", "-c", "max_connections=137")
        .waitingFor(
            Wait.forLogMessage(".*database system is ready to accept connections.*", 2)
                .withStartupTimeout(Duration.ofMinutes(5)));
  }

  /// Even minor releases add settings; those wait for `bin/generate-settings`.
  private void knowsEverySettingOf(Connection server) throws SQLException {
    int major = server.getMetaData().getDatabaseMajorVersion();
    SettingTable table = SettingTable.packaged("postgresql-" + major + ".tsv");
    boolean isNewer = server.getMetaData().getDatabaseMinorVersion() > table.minor();
    String query =
        "SELECT name, context, setting || coalesce(regexp_replace(unit, '^[0-9].*', ''), '')"
            + " FROM pg_settings WHERE context <> 'internal'";
    try (Statement statement = server.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        String name = found.getString(1);
        SettingLookup lookup = catalog.find(name, ServerVersions.UNKNOWN);
        if (!isNewer) {
          assertThat(lookup).as(name).isInstanceOf(Known.class);
        }
        if (lookup instanceof Known known && !known.isInternal()) {
          assertThat(known.variants())
              .as(name)
              .extracting(Setting::context)
              .contains(Setting.Context.of(found.getString(2)));
          assertThat(known.read(found.getString(3))).as(name).isInstanceOf(Valid.class);
        }
      }
    }
  }

  private void readsValuesAsItDoes(Connection server) throws SQLException {
    for (String value : WORDS) {
      for (String name : SETTINGS) {
        compare(server, name, value);
      }
    }
    var random = new Random(16);
    for (int i = 0; i < 1000; i++) {
      String name = SETTINGS.get(random.nextInt(SETTINGS.size()));
      compare(server, name, number(random) + " ".repeat(random.nextInt(2)) + unit(random));
    }
  }

  private static String number(Random random) {
    String digits = Integer.toString(random.nextInt(1 << random.nextInt(1, 31)));
    return switch (random.nextInt(4)) {
      case 0 -> digits + "." + random.nextInt(1000);
      case 1 -> "-" + digits;
      default -> digits;
    };
  }

  private static String unit(Random random) {
    return UNITS.get(random.nextInt(UNITS.size()));
  }

  private void compare(Connection server, String name, String value) throws SQLException {
    Known known = (Known) catalog.find(name, ServerVersions.UNKNOWN);
    SettingValue read = known.read(value);
    try (Statement statement = server.createStatement()) {
      String refusal = refusal(statement, "ALTER SYSTEM SET " + name + " = '" + value + "'");
      assertThat(read instanceof Valid)
          .as("%s = '%s': %s, and the server says '%s'", name, value, read, refusal)
          .isEqualTo(refusal.isEmpty());
      if (read instanceof Valid(String normal)
          && refusal(statement, "SET " + name + " = '" + value + "'").isEmpty()) {
        sameNumber(statement, name, value, normal);
      }
    }
  }

  private static void sameNumber(Statement statement, String name, String value, String normal)
      throws SQLException {
    String query = "SELECT setting FROM pg_settings WHERE name = '" + name + "'";
    try (ResultSet found = statement.executeQuery(query)) {
      found.next();
      String setting = found.getString(1);
      if (setting.matches("-?[0-9].*")) {
        // The server shows six digits of a real.
        double shown = Double.parseDouble(setting);
        assertThat(Double.parseDouble(normal))
            .as("%s = '%s'", name, value)
            .isCloseTo(shown, Offset.offset(Math.abs(shown) * 1e-5));
      } else if (name.equals("jit")) {
        assertThat(normal).as("%s = '%s'", name, value).isEqualTo(setting);
      }
    }
  }

  private static String refusal(Statement statement, String text) {
    try {
      statement.execute(text);
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// Only the version that the table was made from has exactly the same.
  private static void hasTheSameTable(Connection server) throws SQLException {
    for (String file : List.of("citus-13.tsv", "citus-14.tsv")) {
      SettingTable table = SettingTable.packaged(file);
      List<String> lines = new SettingsReader(server).citus(table.lines().keySet());
      if (SettingTable.of(lines).major() == table.major()
          && SettingTable.of(lines).minor() == table.minor()) {
        assertThat(SettingTable.of(lines).lines()).isEqualTo(table.lines());
      }
    }
  }
}
