package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.catalog.jdbc.session.JdbcSession;
import dev.citusdeploy.catalog.jdbc.session.JdbcSqlConnector;
import dev.citusdeploy.catalog.jdbc.session.SqlCredentials;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.remote.RemoteHost;
import java.security.SecureRandom;
import java.time.Duration;

/// Opens the catalog by an SQL session with the coordinator in the cluster's database. Thread-safe.
public final class JdbcCatalogConnector implements CatalogConnector {
  private final JdbcSqlConnector connector;
  private final String database;
  private final SqlServer coordinator;
  private final SecureRandom random;
  private final Timeouts timeouts;

  /// Logs in with the usual time limits.
  ///
  /// @param coordinator the coordinator's server
  /// @param random where salts of password verifiers come from
  /// @throws IllegalArgumentException when key and certificates do not belong together
  public JdbcCatalogConnector(
      SqlCredentials credentials, SqlServer coordinator, SecureRandom random) {
    this(credentials, coordinator, random, Timeouts.USUAL);
  }

  JdbcCatalogConnector(
      SqlCredentials credentials, SqlServer coordinator, SecureRandom random, Timeouts timeouts) {
    this.connector = new JdbcSqlConnector(credentials, timeouts);
    this.database = credentials.database();
    this.coordinator = coordinator;
    this.random = random;
    this.timeouts = timeouts;
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
    return catalog(connector.connect(coordinatorHost, coordinator.at(address)));
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
    return catalog(connector.connect(coordinatorHost, coordinator.at(address), database, limit));
  }

  private CitusCatalog catalog(JdbcSession session) {
    return new JdbcCitusCatalog(session, random, timeouts);
  }
}
