package dev.citusdeploy.inventory.yaml;

import java.util.Comparator;

/// A place in a file of the inventory, printed as `file:line:column`.
///
/// @param file as the user named it
/// @param line from 1
/// @param column in characters, from 1
public record Position(String file, int line, int column) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  /// The first character of a file.
  static Position startOf(String file) {
    return new Position(file, 1, 1);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
