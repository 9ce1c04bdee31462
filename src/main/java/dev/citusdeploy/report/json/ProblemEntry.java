package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.model.Problem;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A problem.
///
/// @param code its code, as in docs/problems.md
/// @param what what is wrong
/// @param where host, node or file
/// @param why its cause, empty when there is nothing to add
/// @param remedy what to do next
/// @param position place in a file, where it has one
record ProblemEntry(
    String code,
    String what,
    String where,
    String why,
    String remedy,
    @JsonUnwrapped @Nullable Position position) {
  /// A problem of a file names the place in it; the numbers are short enough for an int.
  private static final Pattern POSITION = Pattern.compile("(.+):([0-9]{1,9}):([0-9]{1,9})");

  /// Where in a file, for editors.
  ///
  /// @param message what and why in one line
  /// @param line from 1
  /// @param column from 1
  record Position(String message, String file, int line, int column) {}

  /// The entry of a problem.
  ///
  /// @param inventory how the command line names the inventory, for commands to paste
  static ProblemEntry of(Problem general, String inventory) {
    Problem problem = general.naming(inventory);
    return new ProblemEntry(
        problem.code(),
        problem.what(),
        problem.where(),
        problem.why(),
        problem.remedy(),
        position(problem));
  }

  /// The same for all problems of a document.
  static List<ProblemEntry> of(List<Problem> problems, String inventory) {
    return problems.stream().map(problem -> of(problem, inventory)).toList();
  }

  private static @Nullable Position position(Problem problem) {
    Matcher position = POSITION.matcher(problem.where());
    return position.matches()
        ? new Position(
            problem.what() + (problem.why().isEmpty() ? "" : ": " + problem.why()),
            position.group(1),
            Integer.parseInt(position.group(2)),
            Integer.parseInt(position.group(3)))
        : null;
  }
}
