package dev.citusdeploy.postgres;

import java.util.List;
import java.util.regex.Pattern;

/// Quotes names for pg_hba.conf and pg_ident.conf, so that each means the one database, role or
/// system user of that name and never a keyword, a group, a file or a pattern.
public final class AccessQuoting {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern SPECIAL_IN_PATTERN = Pattern.compile("[^\\p{L}\\p{N}_/]");
  private static final List<String> KEYWORDS =
      List.of("all", "sameuser", "samerole", "samegroup", "replication", "samehost", "samenet");

  private AccessQuoting() {}

  /// A field that means exactly the given name. Names that need no quotes are left as they are.
  ///
  /// @throws IllegalArgumentException when the name is empty or holds a control character: no line
  ///   of these files can hold one
  public static String quote(String name) {
    if (name.isEmpty() || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("not a name for pg_hba.conf: '" + name + "'");
    }
    if (PLAIN.matcher(name).matches() && !KEYWORDS.contains(name)) {
      return name;
    }
    // A slash in front makes a pattern, quoted or not; so such a name becomes the pattern of
    // itself.
    String exact = name.startsWith("/") ? "/^" + literalPattern(name) + "$" : name;
    return '"' + exact.replace("\"", "\"\"") + '"';
  }

  private static String literalPattern(String name) {
    return SPECIAL_IN_PATTERN.matcher(name).replaceAll("\\\\$0");
  }
}
