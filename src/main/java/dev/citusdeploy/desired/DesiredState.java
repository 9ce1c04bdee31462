package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Secret;
import java.util.List;
import java.util.SequencedMap;

/// The cluster as it should be.
///
/// @param inventory where it comes from
/// @param nodes in the inventory's order
/// @param roles client roles with their passwords, in the inventory's order
/// @param fingerprint of the cluster's secrets, as written into completion marks: an HMAC, no
///   secret
public record DesiredState(
    Inventory inventory,
    List<DesiredNode> nodes,
    SequencedMap<String, Secret> roles,
    String fingerprint) {
  /// Copies the list.
  public DesiredState {
    nodes = List.copyOf(nodes);
  }
}
