package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

/// Opens SQL sessions with the server of any node, as the cluster's superuser.
public interface SqlConnector {
  /// Logs in through the SSH connection of the node's host.
  ///
  /// @param host the host that the node lives on
  /// @param server the node's server
  /// @param database the database, the cluster's or another one
  /// @param limit how long logging in, and everything that is asked afterwards until
  ///   [SqlSession#within] sets another limit, may take together
  /// @throws ProblemException when there is no session to be had in that time
  SqlSession connect(RemoteHost host, SqlServer server, String database, Duration limit);
}
