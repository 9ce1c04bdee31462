package dev.citusdeploy.inventory;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Gathers everything that is wrong with an inventory, so that it is told at once and in the order
/// of the file. One for each reading; not thread-safe.
final class Findings {
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

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

  /// Says in which order files are told of. Until then there is only one.
  void files(List<String> inOrder) {
    files.addAll(inOrder);
  }

  /// All mistakes in the order of the file, those of included files after it. A mistake in an
  /// aliased value or in a range of hosts is told once, however often the alias is used and however
  /// many hosts there are.
  List<Problem> inFileOrder() {
    SequencedMap<List<Object>, List<Problem>> alike = new LinkedHashMap<>();
    findings.stream()
        .sorted(
            Comparator.<Finding>comparingInt(finding -> files.indexOf(finding.where().file()))
                .thenComparing(Finding::where))
        .forEach(finding -> {
          Problem problem = finding.problem();
          List<Object> likeness = List.of(finding.where(), problem.code(), problem.remedy());
          List<Problem> others = alike.computeIfAbsent(likeness, _ -> new ArrayList<>());
          if (!others.contains(problem)) {
            others.add(problem);
          }
        });
    return alike.values().stream().map(Findings::first).toList();
  }

  private static Problem first(List<Problem> alike) {
    Problem first = alike.getFirst();
    if (alike.size() == 1) {
      return first;
    }
    String more = "%d more like it in this place".formatted(alike.size() - 1);
    return new Problem(
        first.kind(),
        first.code(),
        first.what(),
        first.where(),
        first.why().isEmpty() ? "there are " + more : first.why() + "; there are " + more,
        first.remedy());
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
