package dev.citusdeploy.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One thing that went wrong, described so that a person can act on it.
///
/// @param type the kind of problem, with its code
/// @param what what happened, one sentence without a full stop
/// @param where host, or `file:line:column`, or a path
/// @param why the cause as far as it is known; may be empty
/// @param remedy what to do next, best a command to paste
public record Problem(ProblemCode type, String what, String where, String why, String remedy) {

  private static final int LONGEST_WHAT = 1_000;
  private static final int LONGEST_WHY = 10_000;

  /// Foreign texts are bounded, so that one server cannot fill a screen or a log.
  public Problem {
    what = ForeignText.shortened(what, LONGEST_WHAT);
    where = ForeignText.shortened(where, LONGEST_WHAT);
    why = ForeignText.shortened(why, LONGEST_WHY);
  }

  private static final Pattern PLACEHOLDER = Pattern.compile("\\bINVENTORY\\b");

  /// Its kind, which decides the exit code.
  public Kind kind() {
    return type.kind();
  }

  /// Stable name for searching, such as `ssh-login-refused`.
  public String code() {
    return type.id();
  }

  /// The kinds, each with one exit code (see the table of exit codes in docs/commands.md).
  public enum Kind {
    /// A step failed on a server or in the catalog: 1.
    STEP_FAILED,
    /// Usage, inventory or a missing secret: 2.
    USAGE,
    /// A host was unreachable, refused the login, or its key was not accepted: 3.
    UNREACHABLE,
    /// The lock is held: 4.
    LOCKED,
    /// A saved plan or a step's precondition is stale: 5.
    STALE,
    /// Not healthy: 7.
    UNHEALTHY,
    /// A decision is needed: prompt declined, no terminal, drift, foreign data: 8.
    REFUSED,
    /// Interrupted by the user: 130.
    INTERRUPTED
  }

  /// The same with commands that can be pasted: the word `INVENTORY` in them is replaced by the
  /// arguments of the command line.
  ///
  /// @param inventory the arguments that name it, quoted for a shell
  public Problem naming(String inventory) {
    String literal = Matcher.quoteReplacement(inventory);
    return new Problem(
        type,
        what,
        where,
        PLACEHOLDER.matcher(why).replaceAll(literal),
        PLACEHOLDER.matcher(remedy).replaceAll(literal));
  }

  /// `where: what` on one line.
  @Override
  public String toString() {
    return where + ": " + what + " (" + code() + ")";
  }
}
