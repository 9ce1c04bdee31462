package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.jdbc.tunnel.Tunnel;
import dev.citusdeploy.catalog.jdbc.tunnel.TunnelSocketFactory;
import dev.citusdeploy.catalog.jdbc.tunnel.TunnelTlsFactory;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.net.Inet6Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/// Logs in with the program's certificate over TLS with full verification, through the SSH
/// connection of the coordinator's host. Thread-safe.
public final class JdbcCatalogConnector implements CatalogConnector {
  /// What the session is told at login. Settings of the server or of the role must not make a long
  /// call fail, nor a name mean something else; a lock that does not come free is an error.
  private static final String SESSION =
      "-c search_path=pg_catalog,pg_temp -c idle_session_timeout=0"
          // A statement whose asker has gone ends, and lets go of its locks.
          + " -c client_connection_check_interval=2000"
          + " -c lock_timeout=60000 -c citus.node_connection_timeout=10000 -c statement_timeout=";

  /// Held here, since a logger that nobody holds may be collected and forget its level.
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  private final CatalogCredentials credentials;
  private final String log;
  private final SSLContext tls;
  private final SecureRandom random;
  private final Timeouts timeouts;

  /// Logs in with the usual time limits.
  ///
  /// @param random where salts of password verifiers come from
  /// @throws IllegalArgumentException when key and certificates do not belong together
  public JdbcCatalogConnector(CatalogCredentials credentials, String log, SecureRandom random) {
    this(credentials, log, random, Timeouts.USUAL);
  }

  JdbcCatalogConnector(
      CatalogCredentials credentials, String log, SecureRandom random, Timeouts timeouts) {
    this.credentials = credentials;
    this.log = log;
    this.tls = TlsContext.of(credentials);
    this.random = random;
    this.timeouts = timeouts;
    // It would write to the terminal, and only what its exceptions say as well.
    DRIVER_LOG.setLevel(Level.OFF);
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address) {
    return connected(coordinatorHost, address, timeouts);
  }

  @Override
  public CitusCatalog connect(RemoteHost coordinatorHost, NodeAddress address, Duration limit) {
    CitusCatalog catalog = connected(coordinatorHost, address, timeouts.within(limit));
    catalog.within(limit);
    return catalog;
  }

  private CitusCatalog connected(RemoteHost coordinatorHost, NodeAddress address, Timeouts login) {
    var tunnel = new Tunnel(() -> coordinatorHost.connect(address.host(), address.port()), tls);
    var coordinator = new Coordinator(coordinatorHost.name(), address, log);
    try {
      // The driver connects in this thread, since no login time-out is set.
      Connection connection =
          ScopedValue.where(Tunnel.CURRENT, tunnel)
              .call(() -> DriverManager.getConnection(url(address), properties(login)));
      return new JdbcCitusCatalog(
          new SqlSession(connection, coordinator, timeouts.read(), timeouts.statement()),
          coordinator,
          random,
          timeouts);
    } catch (SQLException e) {
      throw new ProblemException(ConnectProblems.of(coordinator, e), e);
    }
  }

  /// The driver compares IPv6 addresses as text with what Java makes of the certificate's, which is
  /// the long form.
  private String url(NodeAddress address) {
    String host = address.host();
    String text = host.indexOf(':') < 0 ? host : Inet6Address.ofLiteral(host).getHostAddress();
    return "jdbc:postgresql://"
        + new NodeAddress(text, address.port())
        + "/"
        + URLEncoder.encode(credentials.database(), StandardCharsets.UTF_8);
  }

  private Properties properties(Timeouts login) {
    var properties = new Properties();
    properties.setProperty("user", credentials.user());
    properties.setProperty("socketFactory", TunnelSocketFactory.class.getName());
    properties.setProperty("sslmode", "verify-full");
    properties.setProperty("sslfactory", TunnelTlsFactory.class.getName());
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("connectTimeout", seconds(login.connect()));
    properties.setProperty("socketTimeout", seconds(login.read()));
    properties.setProperty("loginTimeout", "0");
    properties.setProperty("ApplicationName", "citus-deploy");
    properties.setProperty("options", SESSION + timeouts.statement().toMillis());
    // Saves a round trip: the session's own settings travel with the login.
    properties.setProperty("assumeMinServerVersion", "14");
    return properties;
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toSeconds());
  }

  /// Time limits.
  ///
  /// @param connect for TLS handshake and login, whole seconds
  /// @param read how long an ordinary statement may keep silent, whole seconds
  /// @param node how long one node may take to be reached when the catalog is only looked at
  /// @param statement how long the server may take for a statement that says nothing else
  /// @param alone how long one node may take to answer when it is asked alone
  /// @param lock how long a change on a node may wait there for a lock
  record Timeouts(
      Duration connect,
      Duration read,
      Duration node,
      Duration statement,
      Duration alone,
      Duration lock) {
    /// The same for a login that may take no longer than a while.
    Timeouts within(Duration login) {
      Duration whole = login.compareTo(SHORTEST) < 0 ? SHORTEST : login;
      return new Timeouts(
          connect.compareTo(whole) < 0 ? connect : whole,
          read.compareTo(whole) < 0 ? read : whole,
          node,
          statement,
          alone,
          lock);
    }

    /// The driver knows whole seconds only, and none means no limit.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    static final Timeouts USUAL =
        new Timeouts(
            Duration.ofSeconds(15),
            Duration.ofSeconds(90),
            Duration.ofSeconds(3),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));
  }
}
