package dev.citusdeploy.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 hash as 64 lower-case hexadecimal digits, as `sha256sum` prints it.
public record Sha256(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /// @throws IllegalArgumentException when the text is not 64 hexadecimal digits
  public Sha256 {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-256 hash: " + hex);
    }
  }

  /// The hash of some bytes.
  public static Sha256 of(byte[] bytes) {
    try {
      return new Sha256(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The hash of a text in UTF-8.
  public static Sha256 of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The first 12 digits, for names and messages.
  public String shortened() {
    return hex.substring(0, 12);
  }

  @Override
  public String toString() {
    return hex;
  }
}
