package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.jdbc.NodeSql.Cells;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A row of one of several kinds, for statements that return several kinds of rows.
///
/// @param kind what it is about
/// @param id of the node, or 0
/// @param cells the rest
record CatalogRow(String kind, int id, Cells cells) {
  /// Reads a row of `kind`, `id` and `cells`, an array of text; NULL becomes empty.
  static CatalogRow read(ResultSet found) throws SQLException {
    String[] cells = (String[]) found.getArray("cells").getArray();
    return new CatalogRow(
        found.getString("kind"),
        found.getInt("id"),
        new Cells(Arrays.stream(cells).map(cell -> Objects.requireNonNullElse(cell, "")).toList()));
  }

  /// Those of a kind.
  static List<CatalogRow> of(String kind, List<CatalogRow> rows) {
    return rows.stream().filter(row -> row.kind().equals(kind)).toList();
  }
}
