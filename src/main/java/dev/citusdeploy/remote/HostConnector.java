package dev.citusdeploy.remote;

import dev.citusdeploy.inventory.Host;

/// Opens connections to servers.
public interface HostConnector extends AutoCloseable {
  /// Connects and logs in.
  ///
  /// @throws ProblemException of kind UNREACHABLE, with cause and remedy
  RemoteHost connect(Host host);

  /// Releases what all connections share. Does not throw.
  @Override
  void close();
}
