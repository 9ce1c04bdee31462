package dev.citusdeploy.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be shown: `toString` gives `***`, and only [#reveal] returns it.
public final class Secret {
  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /// Wraps a text.
  public static Secret of(String text) {
    return new Secret(text);
  }

  /// The text itself, for the few places that hand it to a server.
  public String reveal() {
    return text;
  }

  /// Compared in constant time.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
