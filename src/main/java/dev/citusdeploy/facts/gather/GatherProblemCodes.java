package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of reading facts.
public final class GatherProblemCodes {
  public static final ProblemCode FACTS_UNREADABLE =
      new ProblemCode(
          "facts-unreadable",
          Kind.UNREACHABLE,
          "A server's answer cannot be understood.",
          "Run the same command again; if the problem stays, report it with the text of the message.");

  private GatherProblemCodes() {}
}
