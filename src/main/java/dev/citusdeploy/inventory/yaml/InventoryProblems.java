package dev.citusdeploy.inventory.yaml;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Gathers everything that is wrong with an inventory, so that it is reported at once and in the
/// order of the file. One for each reading; not thread-safe.
public final class InventoryProblems {
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  /// What can be wrong with an inventory.
  public static final class Code {
    public static final ProblemCode UNKNOWN_KEY =
        code(
            "inventory-unknown-key",
            "The inventory has an unknown key.",
            "Correct its spelling, remove it, or let it begin with `x-` when it is your own.");
    public static final ProblemCode DUPLICATE_KEY =
        code(
            "inventory-duplicate-key",
            "A key is given twice in one place.",
            "Remove one of the two.");
    public static final ProblemCode WRONG_TYPE =
        code(
            "inventory-wrong-type",
            "Text is given instead of a number, a list instead of keys, or the like.",
            "Write the value in the form that the message shows.");
    public static final ProblemCode MISSING_KEY =
        code(
            "inventory-missing-key",
            "A required key is missing.",
            "Add it; the message shows an example.");
    public static final ProblemCode BAD_VALUE =
        code(
            "inventory-bad-value",
            "A value has the right type, but is not allowed.",
            "Write an allowed one; the message states the rule.");
    public static final ProblemCode CONFLICT =
        code(
            "inventory-conflict",
            "Values are valid alone, but contradict each other.",
            "Change one of them; the message names both.");
    static final ProblemCode YAML =
        code(
            "inventory-yaml",
            "The file is not YAML, or uses parts of YAML that an inventory may not use.",
            "Check that line and the one above it: indentation, quotes, colons.");
    static final ProblemCode UNREADABLE =
        code(
            "inventory-unreadable",
            "The inventory file cannot be read.",
            "Correct its name or its rights: `ls -l FILE` shows them.");

    private Code() {}

    private static ProblemCode code(String id, String cause, String remedy) {
      return new ProblemCode(id, Problem.Kind.USAGE, cause, remedy);
    }
  }

  private record Finding(Position where, Problem problem) {}

  /// Reports one mistake.
  public void add(ProblemCode code, Position where, String what, String why, String remedy) {
    findings.add(new Finding(where, problem(code, where.toString(), what, why, remedy)));
  }

  /// The problem of one mistake.
  static Problem problem(ProblemCode code, String where, String what, String why, String remedy) {
    return new Problem(code, what, where, why, remedy);
  }

  /// Sets the order in which files are reported. Before that there is only one.
  public void files(List<String> inOrder) {
    files.addAll(inOrder);
  }

  /// All mistakes in the order of the file, those of included files after it. A mistake in an
  /// aliased value or in a range of hosts is reported once, regardless of how often the alias is
  /// used and how many hosts there are.
  public List<Problem> inFileOrder() {
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
    return alike.values().stream().map(InventoryProblems::first).toList();
  }

  private static Problem first(List<Problem> alike) {
    Problem first = alike.getFirst();
    if (alike.size() == 1) {
      return first;
    }
    String more = "%d more like it in this place".formatted(alike.size() - 1);
    return new Problem(
        first.type(),
        first.what(),
        first.where(),
        first.why().isEmpty() ? more : first.why() + "; " + more,
        first.remedy());
  }

  /// Stops reading when there are mistakes.
  ///
  /// @throws ProblemException with all of it
  public void throwIfAny() {
    if (!findings.isEmpty()) {
      throw new ProblemException(inFileOrder());
    }
  }
}
