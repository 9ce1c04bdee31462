package dev.citusdeploy.postgres;

/// How many connections a node accepts, and how many of them only superusers may take.
///
/// The reserved ones serve the other nodes' checks (one connection from each node at a time),
/// Citus' own work and the operator, so that clients cannot block them by using all other
/// connections. Their number does not depend on the number of nodes: a change needs a restart, and
/// adding a worker must not restart nodes.
public final class ConnectionLimits {
  /// The default of `max_connections` on a node: 300 for clients and [#RESERVED] for superusers.
  public static final int USUAL = 364;

  /// The largest `superuser_reserved_connections` this program sets, enough for 50 nodes.
  public static final int RESERVED = 64;

  /// PostgreSQL's own default of `superuser_reserved_connections`.
  private static final int LEAST = 3;

  private ConnectionLimits() {}

  /// The `superuser_reserved_connections` that go with a `max_connections`: at most a quarter.
  public static int reserved(int maxConnections) {
    return Math.clamp(maxConnections / 4, LEAST, RESERVED);
  }
}
