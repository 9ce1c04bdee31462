package dev.citusdeploy.cli.terminal;

import dev.citusdeploy.model.Problem;
import java.util.Comparator;
import java.util.List;

/// What the program's exit codes mean. docs/commands.md has the same table.
public enum ExitCode {
  /// Done, or nothing to do.
  OK(0),
  /// A step failed.
  STEP_FAILED(1),
  /// Usage, inventory or missing-secret error.
  USAGE(2),
  /// A host was unreachable, refused the login, or its key was not accepted.
  UNREACHABLE(3),
  /// The lock is held.
  LOCKED(4),
  /// A saved plan, or a step's precondition, is stale.
  STALE(5),
  /// Changes are pending.
  PENDING(6),
  /// Not healthy.
  UNHEALTHY(7),
  /// Refused, a decision is needed.
  REFUSED(8),
  /// A bug of ours.
  BUG(70),
  /// Interrupted.
  INTERRUPTED(130);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /// The number the process ends with.
  public int code() {
    return code;
  }

  /// The code for some problems: of several the smallest, but being interrupted beats all.
  public static ExitCode of(List<Problem> problems) {
    List<ExitCode> codes = problems.stream().map(problem -> of(problem.kind())).toList();
    if (codes.contains(INTERRUPTED)) {
      return INTERRUPTED;
    }
    return codes.stream().min(Comparator.comparingInt(ExitCode::code)).orElse(OK);
  }

  private static ExitCode of(Problem.Kind kind) {
    return switch (kind) {
      case STEP_FAILED -> STEP_FAILED;
      case USAGE -> USAGE;
      case UNREACHABLE -> UNREACHABLE;
      case LOCKED -> LOCKED;
      case STALE -> STALE;
      case UNHEALTHY -> UNHEALTHY;
      case REFUSED -> REFUSED;
      case INTERRUPTED -> INTERRUPTED;
    };
  }
}
