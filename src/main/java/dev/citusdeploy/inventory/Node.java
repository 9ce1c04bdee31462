package dev.citusdeploy.inventory;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A database node: one PostgreSQL server in one container.
///
/// @param name its identity
/// @param host the server it runs on
/// @param role what it is for
/// @param address where every node reaches it
/// @param settings PostgreSQL settings as written, cluster first, then role, then host
public record Node(
    NodeName name,
    HostName host,
    Role role,
    NodeAddress address,
    SequencedMap<String, String> settings) {
  /// Copies the settings, keeping their order.
  public Node {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
  }
}
