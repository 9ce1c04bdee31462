package dev.citusdeploy.postgres;

import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the text of a `postgresql.conf` as the server does (PostgreSQL's documentation, "Parameter
/// Interaction via the Configuration File"): one setting a line, the equal sign may be left out,
/// the last line for a name wins. Files that it includes are not read.
public final class ConfigurationText {
  /// A line that sets something, with a comment or without.
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*([A-Za-z_][A-Za-z0-9_$.]*)\\s*(?:=\\s*|\\s)('(?:[^'\\\\]|''|\\\\.)*'|[^'#\\s]+)\\s*(?:#.*)?");

  private ConfigurationText() {}

  /// The settings, without quotes, by their names in lower case.
  public static SequencedMap<String, String> settings(String text) {
    SequencedMap<String, String> settings = new TreeMap<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        settings.put(matcher.group(1).toLowerCase(Locale.ROOT), unquoted(matcher.group(2)));
      }
    }
    return settings;
  }

  /// The lines that are neither blank nor a comment, without trailing blanks.
  public static Stream<String> lines(String text) {
    return text.lines()
        .map(String::stripTrailing)
        .filter(line -> !line.isEmpty() && !line.stripLeading().startsWith("#"));
  }

  /// The name that a line sets; empty when it is not a plain setting.
  public static Optional<String> name(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String unquoted(String value) {
    return value.startsWith("'")
        ? value.substring(1, value.length() - 1).replace("''", "'")
        : value;
  }
}
