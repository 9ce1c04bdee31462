package dev.citusdeploy.remote.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Received bytes, with search for a mark. Bytes before the searched mark may be noise, of which
/// only a few kilobytes are kept. Not thread-safe.
final class MarkedBytes {
  private static final int KEPT_NOISE = 8 * 1024;

  private byte[] content = new byte[4 * 1024];
  private int size;
  private int searched;

  void add(byte[] bytes, int offset, int length) {
    if (size + length > content.length) {
      content = Arrays.copyOf(content, Math.max(content.length * 2, size + length));
    }
    System.arraycopy(bytes, offset, content, size, length);
    size += length;
  }

  int size() {
    return size;
  }

  /// Position of a mark, or -1. A search continues where the last one of the same mark ended.
  int find(byte[] mark) {
    for (int i = searched; i <= size - mark.length; i++) {
      if (content[i] == mark[0]
          && Arrays.equals(content, i, i + mark.length, mark, 0, mark.length)) {
        return i;
      }
    }
    searched = Math.max(searched, size - mark.length + 1);
    return -1;
  }

  boolean startsWith(byte[] mark) {
    return size >= mark.length && Arrays.equals(content, 0, mark.length, mark, 0, mark.length);
  }

  /// Removes bytes at the front and returns them.
  byte[] take(int length) {
    byte[] taken = Arrays.copyOf(content, length);
    drop(length);
    return taken;
  }

  /// Discards bytes at the front.
  void drop(int length) {
    System.arraycopy(content, length, content, 0, size - length);
    size -= length;
    searched = 0;
  }

  /// Discards all but the last kilobytes.
  void dropNoise() {
    if (size > KEPT_NOISE) {
      int kept = searched;
      int dropped = size - KEPT_NOISE;
      drop(dropped);
      searched = Math.max(0, kept - dropped);
    }
  }

  /// The first bytes as text, at most so many.
  String head(int length) {
    return new String(content, 0, Math.min(size, length), StandardCharsets.UTF_8);
  }

  /// Where the line that begins at a position ends, or -1 where it does not end yet.
  int lineEnd(int from) {
    for (int i = from; i < size; i++) {
      if (content[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /// A part of it as text.
  String text(int from, int to) {
    return new String(content, from, to - from, StandardCharsets.UTF_8);
  }

  /// All of it as text.
  String text() {
    return new String(content, 0, size, StandardCharsets.UTF_8);
  }
}
