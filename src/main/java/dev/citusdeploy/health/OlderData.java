package dev.citusdeploy.health;

import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import java.util.List;
import java.util.Optional;

/// Nodes whose data is older than what they have served: a snapshot, a backup or a copy of one
/// server was restored. Rows acknowledged since are missing, and nothing else shows it.
public final class OlderData {
  /// The message of health check and start script about such data.
  private static final String WORDS = "the data is older than what this node has served";

  /// What such data means.
  public static final String MEANING =
      "a snapshot, a backup or a copy of this server was put back: rows that were acknowledged since"
          + " are not in it, and what the other nodes hold may not fit";

  private OlderData() {}

  /// One problem for each such node of the inventory.
  public static List<Problem> problems(Inventory inventory, ClusterFacts facts) {
    return inventory.nodes().stream()
        .flatMap(node ->
            facts.hosts().get(node.host()) instanceof HostFacts.Known known
                ? known.node(node.name()).stream()
                : Optional.<NodeFacts>empty().stream())
        .flatMap(found -> problem(inventory, found).stream())
        .toList();
  }

  /// The problem of a node in its current state. A record of a server that has been stopped since
  /// does not count: its data may have been replaced.
  public static Optional<Problem> problem(Inventory inventory, NodeFacts facts) {
    return isOlder(facts)
        ? inventory.nodes().stream()
            .filter(node -> node.name().equals(facts.name()))
            .findFirst()
            .map(node -> problem(inventory, node, why(facts)))
        : Optional.empty();
  }

  /// Whether a node's server runs, or tries to, with older data.
  static boolean isOlder(NodeFacts facts) {
    ContainerFacts container = facts.container();
    ServedPosition served = facts.served();
    return served != null
        && served.isOlder()
        && container != null
        && !container.isHealthy()
        && List.of("running", "restarting", "paused").contains(container.state());
  }

  /// The message of a node's health check or log that its data is older; empty when there is none.
  public static Optional<String> saidIn(String words) {
    return words
        .lines()
        .filter(line -> line.contains(WORDS))
        .map(line -> line.substring(line.indexOf(WORDS)).replaceFirst("(\\\\n)?\"?$", ""))
        .reduce((_, last) -> last);
  }

  /// The remedies.
  public static String remedy(Inventory inventory, Node node) {
    Host host = inventory.hostOf(node);
    String data = inventory.layout().dataFolder(node.name());
    return "stop it, so that nothing is written to it:"
        + ServerCommand.line(host, ServerCommand.stop(inventory, node))
        + "then move what is in "
        + data
        + " away and put the newest data of the node there; or restore all nodes to one moment. Where"
        + " the loss is accepted, and after all nodes were restored, remove the record:"
        // Docker makes its folder, as root.
        + ServerCommand.asRoot(
                host, ShellCommand.of("rm").word(inventory.layout().servedPosition(node.name())))
            .line()
        + "then `citus-deploy apply INVENTORY`";
  }

  private static Problem problem(Inventory inventory, Node node, String why) {
    return new Problem(
        HealthProblemCodes.DATA_OLDER,
        "the data of " + node.name() + " is older than what the node has served",
        "host " + node.host() + ", node " + node.name(),
        why,
        remedy(inventory, node));
  }

  private static String why(NodeFacts facts) {
    ServedPosition served = facts.served();
    return served == null || served.begunAt() == null
        ? MEANING
        : "its write-ahead log begins at "
            + ForeignText.inline(served.begunAt())
            + ", and "
            + ForeignText.inline(served.highest())
            + " was served before; "
            + MEANING;
  }
}
