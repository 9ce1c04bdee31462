package dev.citusdeploy.inventory;

import dev.citusdeploy.model.Role;
import java.util.List;

/// Nodes that hold the same data: a group in the sense of Citus, which has one primary. Every group
/// has one node today; a group with standbys has more.
///
/// Citus numbers the groups of workers when they are registered, so the number is a fact of the
/// catalog. The coordinator's group is always number 0. Which node is the primary is a fact too.
///
/// @param role what its primary is for
/// @param nodes its nodes in the inventory's order, at least one
public record NodeGroup(Role role, List<Node> nodes) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException when there is no node
  public NodeGroup {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a group without a node");
    }
  }

  /// Whether it is group 0, the coordinator's.
  public boolean isCoordinator() {
    return role == Role.COORDINATOR;
  }
}
