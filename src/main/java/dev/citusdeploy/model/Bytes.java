package dev.citusdeploy.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes as a value: copied in, copied out, compared by content. `toString` shows the size only.
public final class Bytes {
  /// No bytes.
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /// Copies an array.
  public static Bytes of(byte[] content) {
    return new Bytes(content.clone());
  }

  /// A text in UTF-8.
  public static Bytes of(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A copy of the bytes.
  public byte[] toArray() {
    return content.clone();
  }

  /// The bytes as text in UTF-8.
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// How many there are.
  public int size() {
    return content.length;
  }

  /// Their hash.
  public Sha256 sha256() {
    return Sha256.of(content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return content.length + " bytes";
  }
}
