package dev.citusdeploy.health;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.facts.gather.AccessRefusal;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import java.util.Optional;

/// What to do about a node that does not answer as it should.
final class NodeAdvice {
  /// The command that shows the state again, for the middle of a sentence.
  static final String STATUS = "`citus-deploy status INVENTORY`";

  /// The command that makes the cluster as it should be, for the middle of a sentence.
  static final String APPLY = "`citus-deploy apply INVENTORY`";

  private NodeAdvice() {}

  /// The end of a sentence with what a node answered; empty when it answered nothing.
  static String cause(String words) {
    return words.isBlank() ? "" : ": " + ForeignText.inline(words);
  }

  /// What to do about a node that gave no answer.
  static String noAnswer(Inventory inventory, Node node, String words) {
    Optional<AccessRefusal> refusal = AccessRefusal.in(words);
    if (refusal.isPresent()) {
      return refusal.get().remedy(inventory.coordinator().address().host());
    }
    String first =
        ClusterReadiness.isFull(words)
            ? "all connections of "
                + node.name()
                + " are taken: end sessions that are not needed;"
                + " `citus-deploy apply INVENTORY` keeps `superuser_reserved_connections` for nodes"
                + " and administration; "
            : "";
    return first + readLog(inventory, node) + "then check again: " + STATUS;
  }

  /// Advises to read a node's log.
  static String readLog(Inventory inventory, Node node) {
    return "read its log:"
        + ServerCommand.line(inventory.hostOf(node), ServerCommand.log(inventory, node, 100));
  }
}
