package dev.citusdeploy.cli.session;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Names runs: when they began, and a few random digits to distinguish two of one second.
public final class RunId {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private RunId() {}

  /// A new id such as `20261122-081500-3fa9`.
  public static String fresh(Instant now) {
    byte[] digits = new byte[2];
    new SecureRandom().nextBytes(digits);
    return TIME.format(now) + "-" + HexFormat.of().formatHex(digits);
  }
}
