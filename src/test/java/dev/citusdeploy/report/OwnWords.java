package dev.citusdeploy.report;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import java.util.List;

/// What is left of a message as people see it when everything with the mark of foreign text is
/// taken out: the words that a reader takes for this program's own.
public final class OwnWords {
  private OwnWords() {}

  /// The own words of a problem on a narrow terminal, what to do next among them.
  public static String of(Problem problem) {
    return of(new ProblemText(Palette.PLAIN, 60).lines(List.of(problem)));
  }

  /// The own words of a remark beside a result.
  public static String of(String note) {
    return of(NoteText.lines(note));
  }

  private static String of(List<String> lines) {
    StringBuilder own = new StringBuilder();
    boolean foreign = false;
    for (String line : lines) {
      if (!line.replaceFirst("^  why:", "").strip().startsWith(ForeignText.MARK.strip())) {
        for (int i = 0; i < line.length(); i++) {
          String character = line.substring(i, i + 1);
          foreign = ForeignText.staysOpen(character, foreign);
          own.append(foreign ? "" : character);
        }
        own.append('\n');
      }
      foreign = ForeignText.staysOpen(line, foreign);
    }
    return own.toString();
  }
}
