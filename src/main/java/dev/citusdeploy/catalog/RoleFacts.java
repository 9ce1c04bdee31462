package dev.citusdeploy.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What nodes say of roles beside what the coordinator says of a client's.
///
/// @param closed the asked roles that exist on a node and cannot log in or connect there, by node
///   id
/// @param others roles of the coordinator with a password that were not asked for: foreign text
public record RoleFacts(Map<Integer, List<String>> closed, List<String> others) {
  /// Nobody said anything.
  public static final RoleFacts NONE = new RoleFacts(Map.of(), List.of());

  /// Copies both.
  public RoleFacts {
    closed = Collections.unmodifiableMap(new TreeMap<>(closed));
    others = List.copyOf(others);
  }

  /// Whether a role that exists on a node cannot be used there.
  public boolean isClosed(int nodeId, String role) {
    return closed.getOrDefault(nodeId, List.of()).contains(role);
  }
}
