package dev.citusdeploy.postgres;

import java.nio.charset.StandardCharsets;

/// Quotes text for SQL statements that cannot take parameters, such as `CREATE ROLE`. Correct with
/// any `standard_conforming_strings`.
public final class SqlQuoting {
  /// PostgreSQL cuts longer names off silently, so that two of them could become one.
  private static final int LONGEST_IDENTIFIER_BYTES = 63;

  private SqlQuoting() {}

  /// A name of a role, database or schema, in double quotes.
  ///
  /// @throws IllegalArgumentException when the name is empty, holds NUL, or is longer than 63 bytes
  public static String identifier(String name) {
    if (name.isEmpty() || bytes(name) > LONGEST_IDENTIFIER_BYTES) {
      throw new IllegalArgumentException("an identifier has 1 to 63 bytes: \"" + name + "\"");
    }
    return '"' + withoutNul(name).replace("\"", "\"\"") + '"';
  }

  /// A string constant. One with a backslash gets the `E''` form, the only one that every setting
  /// of the server reads alike.
  ///
  /// @throws IllegalArgumentException when the text holds NUL
  public static String literal(String text) {
    String quoted = "'" + withoutNul(text).replace("'", "''") + "'";
    return quoted.indexOf('\\') < 0 ? quoted : " E" + quoted.replace("\\", "\\\\");
  }

  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("SQL text cannot hold NUL");
    }
    return text;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
