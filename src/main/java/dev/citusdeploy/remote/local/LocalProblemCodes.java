package dev.citusdeploy.remote.local;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of this machine as a server.
final class LocalProblemCodes {
  static final ProblemCode LOCAL_TERMINAL_UNSUPPORTED =
      new ProblemCode(
          "local-terminal-unsupported",
          Kind.REFUSED,
          "A command that needs a terminal was to run on this machine itself, where the program can give it none.",
          "Run that command here by hand.");

  private LocalProblemCodes() {}
}
