package dev.citusdeploy.postgres;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Asks a running server for the facts on its settings: the lines of the files from which
/// [SettingTable] reads. What `pg_settings` doesn't show is tested with `ALTER SYSTEM`, which
/// checks a value and changes nothing before a reload.
///
/// `bin/generate-settings` starts this file as it is, so it uses nothing but the JDBC driver.
public final class SettingsReader {
  private static final String COLUMNS =
      "# name\tcontext\ttype\tunit\tmin\tmax\tdefault\tvalues\tfurther values";

  /// Spellings that some settings of type enum understand besides those they show.
  private static final List<String> SILENT_VALUES =
      List.of(
          "on",
          "off",
          "true",
          "false",
          "yes",
          "no",
          "1",
          "0",
          "debug",
          "none",
          "archive",
          "hot_standby");

  /// Values that depend on what a server was built with: that of Debian's packages and of the
  /// official images knows them, the embedded one may not.
  private static final SortedMap<String, List<String>> VALUES_OF_OTHER_BUILDS =
      new TreeMap<>(
          Map.of(
              "default_toast_compression",
              List.of("lz4"),
              "io_method",
              List.of("io_uring"),
              "wal_compression",
              List.of("lz4", "zstd")));

  /// What a configuration file can hold and `ALTER SYSTEM` can't write.
  private static final List<String> NOT_BY_STATEMENT =
      List.of("allow_alter_system", "data_directory");

  /// What the server accepts for `max_connections`.
  private static final String MOST_CONNECTIONS = "262143";

  /// Old names that the server still accepts, with the current ones.
  private static final SortedMap<String, String> FORMER_NAMES =
      new TreeMap<>(
          Map.of(
              "sort_mem", "work_mem",
              "vacuum_mem", "maintenance_work_mem",
              "force_parallel_mode", "debug_parallel_query",
              "ssl_ecdh_curve", "ssl_groups"));

  private static final Pattern RANGE =
      Pattern.compile("\\((\\S+)( \\S+)? \\.\\. (\\S+)( \\S+)?\\)$");

  private final Connection server;

  /// @param server a superuser's autocommit session, on a server without other use
  public SettingsReader(Connection server) {
    this.server = server;
  }

  /// Writes the facts to standard output; the password is in `PGPASSWORD`.
  ///
  /// @param arguments `core`, or a file of names that might be settings of Citus; then the JDBC URL
  public static void main(String[] arguments) throws Exception {
    try (Connection server =
        DriverManager.getConnection(arguments[1], "postgres", System.getenv("PGPASSWORD"))) {
      var reader = new SettingsReader(server);
      List<String> lines =
          arguments[0].equals("core")
              ? reader.core()
              : reader.citus(Files.readAllLines(Path.of(arguments[0])));
      System.out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      System.out.flush();
    }
  }

  /// Everything that `pg_settings` shows, but what belongs to Citus.
  public List<String> core() throws SQLException {
    SortedMap<String, Row> rows = visible(false);
    for (Map.Entry<String, String> former : FORMER_NAMES.entrySet()) {
      if (rows.containsKey(former.getValue()) && exists(former.getKey())) {
        rows.put(former.getKey(), rows.get(former.getValue()));
      }
    }
    // A patch of Debian's packages, and so of the official images, up to PostgreSQL 17.
    if (!rows.containsKey("extension_control_path")) {
      rows.put(
          "extension_destdir",
          new Row("superuser", "string", "", "", "", "", List.of(), List.of()));
    }
    // Minor releases bring settings too, and the embedded servers come later: seen in 17.12.
    rows.putIfAbsent(
        "composite_type_mismatch",
        new Row(
            "superuser",
            "enum",
            "",
            "",
            "",
            "error",
            List.of("error", "warn", "disabled"),
            List.of()));
    return file("PostgreSQL " + ask("SHOW server_version").replaceFirst(" .*", ""), rows);
  }

  /// What belongs to Citus, with what it hides.
  ///
  /// @param candidates names that might be settings
  public List<String> citus(Collection<String> candidates) throws SQLException {
    SortedMap<String, Row> rows = visible(true);
    execute("DROP ROLE IF EXISTS nobody_special");
    execute("CREATE ROLE nobody_special");
    for (String name : candidates) {
      if (!rows.containsKey(name) && exists(name)) {
        rows.put(name, hidden(name));
      }
    }
    execute("DROP ROLE nobody_special");
    return file(
        ask("SELECT (regexp_match(citus_version(), '^Citus [0-9.]+'))[1]")
            + " on PostgreSQL "
            + ask("SHOW server_version").replaceFirst(" .*", ""),
        rows);
  }

  /// A line without its name.
  private record Row(
      String context,
      String type,
      String unit,
      String min,
      String max,
      String usual,
      List<String> values,
      List<String> silent) {
    String line(String name) {
      return String.join(
              "\t",
              name,
              context,
              type,
              unit,
              min,
              max,
              usual,
              String.join(",", values),
              String.join(",", silent))
          .stripTrailing();
    }
  }

  private static List<String> file(String server, SortedMap<String, Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("# Settings of " + server + ", from a running server by bin/generate-settings.");
    lines.add("# internal: no configuration file can hold it. Numbers are in the unit.");
    lines.add(COLUMNS);
    rows.forEach((name, row) -> lines.add(row.line(name)));
    return lines;
  }

  private SortedMap<String, Row> visible(boolean ofCitus) throws SQLException {
    String query =
        """
        SELECT lower(name), name, context, vartype, coalesce(unit, ''), coalesce(min_val, ''),
          coalesce(max_val, ''),
          CASE vartype WHEN 'string' THEN '' ELSE coalesce(boot_val, '') END,
          coalesce(enumvals, '{}')
        FROM pg_settings WHERE (name ~ '^(citus|columnar)[.]') = ?
        """;
    SortedMap<String, Row> rows = new TreeMap<>();
    try (PreparedStatement statement = server.prepareStatement(query)) {
      statement.setBoolean(1, ofCitus);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.put(found.getString(1), visible(found));
        }
      }
    }
    return rows;
  }

  private Row visible(ResultSet found) throws SQLException {
    String name = found.getString(2);
    boolean canBeGiven =
        NOT_BY_STATEMENT.contains(name) || refusal("ALTER SYSTEM RESET " + quoted(name)).isEmpty();
    List<String> values = new ArrayList<>();
    values.addAll(Arrays.asList((String[]) found.getArray(9).getArray()));
    for (String value : VALUES_OF_OTHER_BUILDS.getOrDefault(name, List.of())) {
      if (!values.contains(value)) {
        values.add(value);
      }
    }
    return new Row(
        canBeGiven ? found.getString(3) : "internal",
        found.getString(4),
        found.getString(5),
        found.getString(6),
        limit(name, found.getString(7)),
        found.getString(8),
        values,
        canBeGiven && !values.isEmpty() ? silentValues(name, values) : List.of());
  }

  /// A limit that is the server's number of connections is not a limit of the setting.
  private String limit(String name, String most) throws SQLException {
    return name.startsWith("citus.") && most.equals(ask("SHOW max_connections"))
        ? MOST_CONNECTIONS
        : most;
  }

  private List<String> silentValues(String name, List<String> shown) throws SQLException {
    List<String> silent = new ArrayList<>();
    for (String value : SILENT_VALUES) {
      if (!shown.contains(value) && trial(name, value).isEmpty()) {
        silent.add(value);
      }
    }
    return silent;
  }

  private Row hidden(String name) throws SQLException {
    String context = hiddenContext(name);
    Optional<String> refusal = trial(name, "?");
    if (refusal.isEmpty()) {
      return new Row(context, "string", "", "", "", "", List.of(), List.of());
    }
    String message = refusal.get();
    if (message.contains("requires a Boolean value")) {
      return new Row(context, "bool", "", "", "", "", List.of(), List.of());
    }
    Matcher choices = Pattern.compile("Available values: ([^\n]*?)\\.?(\n|$)").matcher(message);
    if (choices.find()) {
      List<String> values = List.of(choices.group(1).split(", "));
      return new Row(context, "enum", "", "", "", "", values, silentValues(name, values));
    }
    boolean whole =
        trial(name, "1e20").filter(error -> error.contains("integer range")).isPresent();
    return whole
        ? number(name, context, "integer", "-2147483648", "2147483647")
        : number(name, context, "real", "-1.79769e+308", "1.79769e+308");
  }

  /// The range is in the server's error message for a number that is too small or too large.
  private Row number(String name, String context, String type, String least, String most)
      throws SQLException {
    for (String extreme : List.of(least, most)) {
      String message = trial(name, extreme).orElse("");
      Matcher range = RANGE.matcher(message.lines().findFirst().orElse(""));
      if (range.find()) {
        String unit = range.group(2) == null ? "" : range.group(2).strip();
        return new Row(
            context, type, unit, range.group(1), range.group(3), "", List.of(), List.of());
      }
    }
    return new Row(context, type, "", least, most, "", List.of(), List.of());
  }

  private String hiddenContext(String name) throws SQLException {
    if (refusal("ALTER SYSTEM RESET " + quoted(name)).isPresent()) {
      return "internal";
    }
    execute("SET ROLE nobody_special");
    String message = refusal("SET " + quoted(name) + " TO DEFAULT").orElse("");
    execute("RESET ROLE");
    if (message.contains("without restarting")) {
      return "postmaster";
    } else if (message.contains("cannot be changed now")) {
      return "sighup";
    } else if (message.contains("after connection start")) {
      return "backend";
    }
    return message.contains("permission denied") ? "superuser" : "user";
  }

  private Optional<String> trial(String name, String value) throws SQLException {
    Optional<String> refusal = refusal("ALTER SYSTEM SET " + quoted(name) + " = '" + value + "'");
    if (refusal.isEmpty()) {
      execute("ALTER SYSTEM RESET " + quoted(name));
    }
    return refusal;
  }

  private Optional<String> refusal(String statement) {
    try {
      execute(statement);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private boolean exists(String name) throws SQLException {
    return !ask("SELECT coalesce(current_setting('" + name + "', true), '\u0001')")
        .equals("\u0001");
  }

  private static String quoted(String name) {
    return '"' + name.toLowerCase(Locale.ROOT) + '"';
  }

  private void execute(String text) throws SQLException {
    try (Statement statement = server.createStatement()) {
      statement.execute(text);
    }
  }

  private String ask(String query) throws SQLException {
    try (Statement statement = server.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      found.next();
      return found.getString(1);
    }
  }
}
