package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;

/// The server that SQL goes to, for messages.
///
/// @param host where it runs
/// @param address where it listens as seen from its host
/// @param log a command that shows its log, to be pasted
record Coordinator(HostName host, NodeAddress address, String log) {
  /// Lets the log be looked at; the command stands on a line of its own.
  String look() {
    return "look at the coordinator's log:\n  " + log + "\n";
  }

  /// Its host and address, as in `pg-c (10.0.0.10:5432)`.
  @Override
  public String toString() {
    return host + " (" + address + ")";
  }
}
