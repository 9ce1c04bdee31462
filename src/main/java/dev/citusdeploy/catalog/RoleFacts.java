package dev.citusdeploy.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What nodes report of roles, besides the coordinator's facts on client roles.
///
/// @param closed the requested roles that exist on a node and cannot log in or connect there, by
///   node id
/// @param others roles of the coordinator that have a password and are not among the requested
///   ones: foreign text
public record RoleFacts(Map<Integer, List<String>> closed, List<String> others) {
  /// Nothing is known.
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
