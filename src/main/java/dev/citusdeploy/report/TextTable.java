package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Left-aligned columns, two blanks apart, as wide as their widest cell.
public final class TextTable {
  private static final int LONGEST = 400;

  private final List<List<String>> rows = new ArrayList<>();

  /// @param headings one a column
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /// Adds a row with as many cells as there are headings.
  public void row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + rows.getFirst().size() + " columns");
    }
    rows.add(Arrays.stream(cells).map(TextTable::cell).toList());
  }

  /// A cell is one line, whatever it holds.
  private static String cell(String text) {
    return ForeignText.escaped(ForeignText.shortened(text, LONGEST));
  }

  /// The lines, headings first; trailing blanks are cut.
  public List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Columns.of(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - Columns.of(row.get(i)) + 2);
    }
    return line.toString().stripTrailing();
  }
}
