package dev.citusdeploy.desired;

import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Secret;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What rendering needs of the cluster's secrets.
///
/// @param caCertificate certificate of the cluster's authority, PEM
/// @param nodes certificate and key of every node
/// @param roles client roles with their passwords, in the inventory's order
/// @param fingerprint of the cluster's secrets: an HMAC, no secret
public record ClusterTrust(
    String caCertificate,
    SequencedMap<NodeName, NodeIdentity> nodes,
    SequencedMap<String, Secret> roles,
    String fingerprint) {
  /// Copies the maps.
  public ClusterTrust {
    nodes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(nodes));
    roles = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(roles));
  }

  /// @throws IllegalArgumentException when the node has none
  NodeIdentity identityOf(NodeName node) {
    NodeIdentity identity = nodes.get(node);
    if (identity == null) {
      throw new IllegalArgumentException("no certificate for node " + node);
    }
    return identity;
  }

  /// A node's certificate and key, as server and as client.
  ///
  /// @param certificate PEM, with the name `<node>.node`
  /// @param key PEM
  public record NodeIdentity(String certificate, Secret key) {}
}
