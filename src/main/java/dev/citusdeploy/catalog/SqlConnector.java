package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

/// Opens SQL sessions with the server of any node, as the cluster's superuser.
public interface SqlConnector {
  /// Logs in through the SSH connection of the node's host.
  ///
  /// @param host the host that the node runs on
  /// @param server the node's server
  /// @param database the database, the cluster's or another one
  /// @param limit for the login and all following statements together, until [SqlSession#within]
  ///   sets another one
  /// @throws ProblemException when no session could be opened in that time
  SqlSession connect(RemoteHost host, SqlServer server, String database, Duration limit);
}
