package dev.citusdeploy.remote;

import dev.citusdeploy.inventory.Host;

/// Opens connections to servers.
public interface HostConnector extends AutoCloseable {
  /// Connects and logs in.
  ///
  /// @throws ProblemException of kind UNREACHABLE, which says why and what to do
  RemoteHost connect(Host host);

  /// Ends whatever all connections share. Does not throw.
  @Override
  void close();
}
