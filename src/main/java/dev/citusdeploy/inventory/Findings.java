package dev.citusdeploy.inventory;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers everything that is wrong with an inventory, so that it is told at once and in the order
/// of the file. One for each reading; not thread-safe.
final class Findings {
  private final List<Finding> findings = new ArrayList<>();

  /// What can be wrong, each with its stable code.
  enum Code {
    /// A key that nobody reads.
    UNKNOWN_KEY("inventory-unknown-key"),
    /// A key that stands there twice.
    DUPLICATE_KEY("inventory-duplicate-key"),
    /// Text where a number belongs, a list where keys belong.
    WRONG_TYPE("inventory-wrong-type"),
    /// A key without which there is no cluster.
    MISSING_KEY("inventory-missing-key"),
    /// The right type, but not a possible value.
    BAD_VALUE("inventory-bad-value"),
    /// Values that are possible alone, but not together.
    CONFLICT("inventory-conflict"),
    /// Not YAML, or YAML beyond what an inventory may use.
    YAML("inventory-yaml"),
    /// The file cannot be read at all.
    UNREADABLE("inventory-unreadable");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /// The code in a [Problem].
    String text() {
      return text;
    }
  }

  private record Finding(Position where, Problem problem) {}

  /// Notes one mistake.
  void add(Code code, Position where, String what, String why, String remedy) {
    findings.add(new Finding(where, problem(code, where.toString(), what, why, remedy)));
  }

  /// The problem of one mistake.
  static Problem problem(Code code, String where, String what, String why, String remedy) {
    return new Problem(Problem.Kind.USAGE, code.text(), what, where, why, remedy);
  }

  /// All mistakes in the order of the file. A mistake in an aliased value is told once, however
  /// often the alias is used.
  List<Problem> inFileOrder() {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::where))
        .map(Finding::problem)
        .distinct()
        .toList();
  }

  /// Stops the reading when there is anything.
  ///
  /// @throws ProblemException with all of it
  void throwIfAny() {
    if (!findings.isEmpty()) {
      throw new ProblemException(inFileOrder());
    }
  }
}
