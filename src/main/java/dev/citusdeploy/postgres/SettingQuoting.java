package dev.citusdeploy.postgres;

import java.util.regex.Pattern;

/// Quotes text for postgresql.conf.
public final class SettingQuoting {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*");

  private SettingQuoting() {}

  /// Whether a text can be the name of a setting, such as `work_mem` or `citus.shard_count`.
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /// A value of postgresql.conf that the server reads back as exactly the given text.
  ///
  /// @throws IllegalArgumentException when the text holds NUL
  public static String quote(String value) {
    requireNoNul(value);
    return "'"
        + value
            .replace("\\", "\\\\")
            .replace("'", "''")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
            .replace("\t", "\\t")
        + "'";
  }

  private static void requireNoNul(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a PostgreSQL setting cannot hold NUL");
    }
  }
}
