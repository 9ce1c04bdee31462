package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;

/// The server that SQL goes to, for messages.
///
/// @param host where it runs
/// @param server the server
public record Endpoint(HostName host, SqlServer server) {
  /// Its name in the middle of a sentence: "the coordinator", "node w1".
  public String name() {
    return server.name();
  }

  /// Where it listens as seen from its host.
  public NodeAddress address() {
    return server.address();
  }

  /// Advises to read the log, with the command on a line of its own.
  String readLog() {
    return "read " + name() + "'s log:\n  " + server.log() + "\n";
  }

  /// Its host and address, as in `pg-c (10.0.0.10:5432)`.
  @Override
  public String toString() {
    return host + " (" + address() + ")";
  }
}
