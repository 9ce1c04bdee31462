package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import java.util.ArrayList;
import java.util.List;

/// Remarks beside a result: a sentence, and below it commands to paste.
final class NoteText {
  private static final String COMMAND = "  ";

  private NoteText() {}

  /// The lines. Behind the first one there are commands only, which are indented: any other line
  /// came with text from elsewhere and bears its mark.
  static List<String> lines(String note) {
    List<String> lines = new ArrayList<>();
    for (String line : note.lines().toList()) {
      String safe = ForeignText.escaped(line);
      if (lines.isEmpty()) {
        lines.add("note: " + safe);
      } else {
        lines.add(safe.startsWith(COMMAND) ? safe : ForeignText.MARK + safe);
      }
    }
    return lines;
  }
}
