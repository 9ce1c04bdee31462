package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

/// Opens the catalog of a cluster.
public interface CatalogConnector {
  /// Logs in to the coordinator through the SSH connection of its host.
  ///
  /// @param coordinatorHost the host the coordinator lives on
  /// @param address where the server listens as seen from that host
  /// @throws ProblemException when there is no session to be had
  CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address);

  /// The same with a limit: for logging in, and for everything that is asked afterwards until
  /// [CitusCatalog#within] sets another one.
  ///
  /// @param limit how long all of it together may take
  /// @throws ProblemException when there is no session to be had in that time
  CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit);
}
