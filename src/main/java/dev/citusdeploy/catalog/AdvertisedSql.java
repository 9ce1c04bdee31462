package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;

/// The same as [AdvertisedFallback] for the server of any node.
public final class AdvertisedSql implements SqlConnector {
  private final SqlConnector connector;

  /// @param connector connects to one address
  public AdvertisedSql(SqlConnector connector) {
    this.connector = connector;
  }

  @Override
  public SqlSession connect(RemoteHost host, SqlServer server, String database, Duration limit) {
    long began = System.nanoTime();
    try {
      return connector.connect(host, server, database, limit);
    } catch (ProblemException e) {
      Duration left = limit.minusNanos(System.nanoTime() - began);
      return AdvertisedFallback.second(
          e,
          server.address(),
          server.advertised(),
          left,
          there -> connector.connect(host, server.at(there), database, left));
    }
  }
}
