package dev.citusdeploy.execution.cause;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.remote.Answer;
import java.util.Optional;

/// Turns a failed step into a problem with its cause and a remedy.
public final class StepFailures {
  private static final int LINES = 20;

  private final Inventory inventory;

  public StepFailures(Inventory inventory) {
    this.inventory = inventory;
  }

  /// The problem of a script that ended with another exit code than 0.
  ///
  /// @param code of the problem when its cause is not known
  /// @param title what it was to do: "write files"
  public Problem of(Step step, ProblemCode code, String title, Answer answer) {
    return new UnsuitableImage(inventory)
        .of(step, where(step), answer)
        .or(() -> new KnownCauses(Remedies.AGAIN).of(step, where(step), host(step), answer))
        .or(() -> RemovedFolder.of(step, where(step), host(step), answer, inventory))
        .or(() -> new StartFailures(inventory).of(step, answer))
        .orElseGet(() -> unknown(step, code, title, answer));
  }

  private Problem unknown(Step step, ProblemCode code, String title, Answer answer) {
    Answer shown =
        new Answer(answer.exitCode(), answer.output(), FreeSpace.without(answer.diagnostics()));
    return new Problem(
        code,
        "could not " + title,
        where(step),
        ended(shown.exitCode()) + ForeignText.block(shown.tail(LINES)),
        remedy(step));
  }

  /// How a script ended; a shell reports the signal that ended its command as 128 and more.
  private static String ended(int exitCode) {
    return "exit code "
        + exitCode
        + (exitCode > 128 && exitCode <= 192 ? ": ended by signal " + (exitCode - 128) : "");
  }

  /// The problem of a cluster that does not pass its check after changes.
  public Problem unhealthy(Step step, String why) {
    return new Problem(
        ExecutionProblemCodes.CLUSTER_UNHEALTHY,
        "the cluster does not pass its check",
        "cluster " + inventory.cluster(),
        why,
        "check it again with `citus-deploy status INVENTORY`; let every node reach every other one's"
            + " port; the coordinator's log:"
            + ServerCommand.line(
                inventory.hostOf(inventory.coordinator()),
                ServerCommand.log(inventory, inventory.coordinator(), 100))
            + "then "
            + Remedies.AGAIN);
  }

  /// The problem of a journal that cannot be written: nothing is done without it.
  public static Problem journal(Inventory inventory, HostName host, Answer answer) {
    return ofDisk(inventory, host, answer)
        .orElseGet(() ->
            new Problem(
                ExecutionProblemCodes.JOURNAL_FAILED,
                "the journal cannot be written",
                host.value(),
                "the server answered:" + ForeignText.block(answer.tail(5)),
                "make the folder under `paths.program` writable, then "
                    + Remedies.AGAIN
                    + "; its state:"
                    + ServerCommand.line(
                            host(inventory, host),
                            ShellCommand.of("ls -ld").word(inventory.paths().program()))
                        .stripTrailing()));
  }

  /// The problem of a script that is no step, when a disk is its cause.
  public static Optional<Problem> ofDisk(Inventory inventory, HostName host, Answer answer) {
    return new KnownCauses(Remedies.AGAIN).ofDisk(host(inventory, host), answer);
  }

  private static String where(Step step) {
    String host = "host " + step.host();
    return step.node() == null ? host : host + ", node " + step.node();
  }

  private String remedy(Step step) {
    Action action = step.action();
    if (action.fetches().isPresent()) {
      return "see that the server can fetch it:"
          + ServerCommand.line(host(step), ServerCommand.pull(action.fetches().get()))
          + "then "
          + Remedies.AGAIN;
    }
    return action
        .container()
        .filter(_ -> action.traits().server() != ServerEffect.NONE)
        .map(node -> logAndAgain(step, node.node()))
        .orElse("remove the cause, then " + Remedies.AGAIN);
  }

  private String logAndAgain(Step step, Node node) {
    return "check its log:"
        + ServerCommand.line(host(step), ServerCommand.log(inventory, node, 100))
        + "remove the cause, then "
        + Remedies.AGAIN;
  }

  private Host host(Step step) {
    return host(inventory, step.host());
  }

  private static Host host(Inventory inventory, HostName name) {
    return inventory.hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
