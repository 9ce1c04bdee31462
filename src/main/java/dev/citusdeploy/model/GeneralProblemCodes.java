package dev.citusdeploy.model;

import dev.citusdeploy.model.Problem.Kind;

/// Problems that can occur in any package.
public final class GeneralProblemCodes {
  /// The run was interrupted, most often by Ctrl-C. What was under way on a server may still have
  /// ended there.
  public static final ProblemCode INTERRUPTED =
      new ProblemCode(
          "interrupted",
          Kind.INTERRUPTED,
          "The run was interrupted, most often by Ctrl-C. What was under way on a server may still have ended there.",
          "Run the same command again: it reads the present state and continues from it.");

  /// A question was not answered with yes, or there was no terminal to ask it on.
  public static final ProblemCode NOT_CONFIRMED =
      new ProblemCode(
          "not-confirmed",
          Kind.REFUSED,
          "A question was not answered with yes, or there was no terminal to ask it on.",
          "Read the plan, then answer `y`, or give `-y` where nobody can be asked.");

  private GeneralProblemCodes() {}
}
