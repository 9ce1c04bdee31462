package dev.citusdeploy.execution.cause;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.Optional;

/// Recognises a reload that failed because somebody removed the folder with the container's files.
/// A container keeps the folder that it was started with and does not see files that are written at
/// the same path later.
final class RemovedFolder {
  private static final String VERDICT = "verdict=folder-removed";

  private RemovedFolder() {}

  /// The problem when that is the cause.
  ///
  /// @param where the host and the node
  static Optional<Problem> of(
      Step step, String where, Host host, Answer answer, Inventory inventory) {
    return answer.output().lines().noneMatch(VERDICT::equals)
        ? Optional.empty()
        : step.action().container().map(node -> problem(node, where, host, inventory));
  }

  private static Problem problem(DesiredNode node, String where, Host host, Inventory inventory) {
    return new Problem(
        ExecutionProblemCodes.FOLDER_REMOVED,
        "the container of " + node.node().name() + " does not have the files that were written",
        where,
        "the folder "
            + node.service().folder()
            + ", or one in it, was removed while the container ran; a container keeps the folder"
            + " that it was started with",
        "start it again, which interrupts this node for some seconds:"
            + ServerCommand.line(host, ServerCommand.restart(inventory, node.node()))
            + "then "
            + Remedies.AGAIN);
  }
}
