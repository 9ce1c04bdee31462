package dev.citusdeploy.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The settings of one version of a product, from a file that `bin/generate-settings` wrote. A line
/// is parsed when it is requested: a run uses few of them.
///
/// @param product `PostgreSQL` or `Citus`
/// @param major its major version
/// @param minor the minor version of the server that was read
/// @param lines by name in lower case
record SettingTable(String product, int major, int minor, SequencedMap<String, String> lines) {
  private static final Pattern TITLE =
      Pattern.compile("# Settings of (PostgreSQL|Citus) ([0-9]+)\\.([0-9]+).*");

  /// Keeps the order.
  SettingTable {
    lines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lines));
  }

  /// Reads a file that comes with the program.
  static SettingTable packaged(String file) {
    try (InputStream stream = SettingTable.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is missing from the program");
      }
      return of(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads the lines of a file.
  ///
  /// @throws IllegalArgumentException when it is no such file
  static SettingTable of(List<String> lines) {
    Matcher title = TITLE.matcher(lines.getFirst());
    if (!title.matches()) {
      throw new IllegalArgumentException("no table of settings: " + lines.getFirst());
    }
    SequencedMap<String, String> byName = new LinkedHashMap<>();
    lines.stream()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> byName.put(line.substring(0, line.indexOf('\t')), line));
    return new SettingTable(
        title.group(1), Integer.parseInt(title.group(2)), Integer.parseInt(title.group(3)), byName);
  }

  /// Whether there is a setting of a name.
  boolean has(String name) {
    return lines.containsKey(name);
  }

  /// The setting of a name.
  Optional<Setting> find(String name) {
    return Optional.ofNullable(lines.get(name)).map(SettingTable::setting);
  }

  private static Setting setting(String line) {
    String[] columns = line.split("\t", -1);
    return new Setting(columns[0], Setting.Context.of(columns[1]), type(columns));
  }

  private static SettingType type(String[] columns) {
    return switch (columns[2]) {
      case "bool" -> new SettingType.Truth();
      case "string" -> new SettingType.Text();
      case "enum" -> new SettingType.Choice(words(columns, 7), words(columns, 8));
      case "integer", "real" ->
          new SettingNumber(
              columns[2].equals("integer"),
              SettingUnit.of(columns[3]),
              Double.parseDouble(columns[4]),
              Double.parseDouble(columns[5]));
      default -> throw new IllegalArgumentException("no type of settings: " + columns[2]);
    };
  }

  private static List<String> words(String[] columns, int index) {
    return columns.length > index && !columns[index].isEmpty()
        ? List.of(columns[index].split(",", -1))
        : List.of();
  }
}
