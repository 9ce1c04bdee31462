package dev.citusdeploy.execution.cause;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds out which nodes do not answer, after something in the catalog got no answer in time: the
/// statement itself does not report it, as Citus waits without a message.
public final class UnresponsiveNodes {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final Inventory inventory;
  private final Function<Duration, CitusCatalog> connector;

  /// @param connector opens a session of its own with the coordinator, in at most so long
  public UnresponsiveNodes(Inventory inventory, Function<Duration, CitusCatalog> connector) {
    this.inventory = inventory;
    this.connector = connector;
  }

  /// One problem for each node that does not answer; the given one where all do.
  ///
  /// @param late what got no answer in time
  public List<Problem> of(Step step, Problem late) {
    List<Node> silent;
    try (CitusCatalog catalog = connector.apply(LIMIT)) {
      List<NodeAddress> asked =
          Stream.concat(
                  catalog.nodes().all().stream()
                      .filter(CatalogNode::active)
                      .map(CatalogNode::address),
                  step.action().reaches().stream())
              .distinct()
              .toList();
      silent =
          catalog.checks().silent(asked, CONNECT).stream()
              .flatMap(it -> node(it).stream())
              .toList();
    } catch (ProblemException e) {
      if (e.problems().stream().anyMatch(it -> it.kind() == Problem.Kind.INTERRUPTED)) {
        throw e;
      }
      return List.of(problem(inventory.coordinator(), late, "the program"));
    }
    return silent.isEmpty()
        ? List.of(late)
        : silent.stream().map(node -> problem(node, late, "the coordinator")).toList();
  }

  private Optional<Node> node(NodeAddress address) {
    return inventory.nodes().stream().filter(node -> node.address().equals(address)).findFirst();
  }

  private Problem problem(Node node, Problem late, String who) {
    return new Problem(
        ExecutionProblemCodes.NODE_SILENT,
        (node.equals(inventory.coordinator()) ? "the coordinator " : "")
            + node.name()
            + " does not answer SQL: "
            + late.what(),
        "host " + node.host() + ", node " + node.name(),
        "a new connection of "
            + who
            + " to it was not answered either, so its container is paused, its server hangs, or"
            + " what is sent to it gets lost",
        remedy(inventory, node));
  }

  /// What to do about a node that takes connections and never answers.
  public static String remedy(Inventory inventory, Node node) {
    return "see what its container does:"
        + ServerCommand.line(inventory.hostOf(node), ServerCommand.state(inventory, node))
        + "the next apply lets one that is paused go on; one that hangs is to be restarted:"
        + ServerCommand.line(inventory.hostOf(node), ServerCommand.restart(inventory, node))
        + "then "
        + Remedies.AGAIN;
  }
}
