package dev.citusdeploy.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A row of a query, as text. Its values are foreign text.
///
/// @param cells values by the names of their columns, as the server writes them; null for NULL
public record SqlRow(SequencedMap<String, @Nullable String> cells) {
  /// Copies the cells.
  public SqlRow {
    cells = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(cells));
  }

  /// A cell's text; empty for NULL.
  ///
  /// @throws IllegalArgumentException when the row has no such column
  public String text(String column) {
    String cell = cell(column);
    return cell == null ? "" : cell;
  }

  /// Whether a cell is NULL.
  ///
  /// @throws IllegalArgumentException when the row has no such column
  public boolean isNull(String column) {
    return cell(column) == null;
  }

  /// A cell as a whole number; empty when it is not one.
  ///
  /// @throws IllegalArgumentException when the row has no such column
  public OptionalLong number(String column) {
    try {
      return OptionalLong.of(Long.parseLong(text(column)));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// Whether a cell of type `boolean` is true; NULL is not.
  ///
  /// @throws IllegalArgumentException when the row has no such column
  public boolean isTrue(String column) {
    String cell = text(column);
    return cell.equals("t") || cell.equals("true");
  }

  private @Nullable String cell(String column) {
    if (!cells.containsKey(column)) {
      throw new IllegalArgumentException("no column " + column + " in " + cells.keySet());
    }
    return cells.get(column);
  }
}
