package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

/// Opens the catalog of a cluster.
public interface CatalogConnector {
  /// Logs in to the coordinator through the SSH connection of its host.
  ///
  /// @param coordinatorHost the host that the coordinator runs on
  /// @param address where the server listens as seen from that host
  /// @throws ProblemException when no session could be opened
  CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address);

  /// The same with a time limit for the login and all following statements together, until
  /// [CitusCatalog#within] sets another one.
  ///
  /// @param limit how long all of it together may take
  /// @throws ProblemException when no session could be opened in that time
  CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit);
}
