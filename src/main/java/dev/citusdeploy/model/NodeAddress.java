package dev.citusdeploy.model;

/// Where a node is reached by every other node, itself included: a host name or IP address and a
/// TCP port. This is what `pg_dist_node` holds, compared as text there.
///
/// @param host name or IP address, IPv6 without brackets
/// @param port 1 to 65535
public record NodeAddress(String host, int port) {
  /// @throws IllegalArgumentException when the host is blank or the port out of range
  public NodeAddress {
    if (host.isBlank() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("not an address: " + host + " port " + port);
    }
  }

  /// `host:port`, with brackets around an IPv6 address. A host that comes from a server or the
  /// catalog has the marks of foreign text.
  @Override
  public String toString() {
    return ForeignText.inline((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port);
  }
}
