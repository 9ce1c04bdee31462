package dev.citusdeploy.model;

import java.util.regex.Pattern;

/// Hides what may be a secret in a line of a file that somebody may have edited by hand. In doubt
/// it hides too much.
public final class SecretMask {
  private static final String HIDDEN = "***";

  /// A value in any quoting of shells, YAML, SQL, or connection strings within settings.
  private static final String VALUE =
      "(?:''.*?''|\\\\'.*?\\\\'|'(?:[^']|'')*(?:'|$)|\"(?:[^\"\\\\]|\\\\.)*(?:\"|$)|(?:\\\\.|\\S)+)";

  private static final Pattern PASSWORD =
      Pattern.compile(
          "((?:password|passwd|passphrase|secret)[\"']?(?:\\s*[:=]\\s*|\\s+(?!authentication (?:failed|method))))"
              + VALUE,
          Pattern.CASE_INSENSITIVE);

  private static final Pattern LOGIN_IN_URL = Pattern.compile("(://[^\\s:/@]*:)[^\\s@]+(@)");

  private static final Pattern VERIFIER =
      Pattern.compile("(SCRAM-SHA-256\\$|\\bmd5)[^\\s'\"]{32,}");

  private SecretMask() {}

  /// The line with `***` in place of what follows the word password, is one in a URL, or is a
  /// password's verifier.
  public static String of(String line) {
    String masked = PASSWORD.matcher(line).replaceAll("$1" + HIDDEN);
    masked = LOGIN_IN_URL.matcher(masked).replaceAll("$1" + HIDDEN + "$2");
    return VERIFIER.matcher(masked).replaceAll("$1" + HIDDEN);
  }
}
