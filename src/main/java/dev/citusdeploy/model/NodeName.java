package dev.citusdeploy.model;

/// The name of a database node, which is its identity for life: kept in its container's label and
/// in its manifest. The first node of a host has the host's name, the next ones `<host>-2`, `-3` ….
public record NodeName(String value) implements Comparable<NodeName> {
  /// @throws IllegalArgumentException when the name does not have the form of [HostName]
  public NodeName {
    if (!HostName.isValid(value)) {
      throw new IllegalArgumentException("not a node name: " + value);
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
