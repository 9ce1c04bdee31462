package dev.citusdeploy.catalog.jdbc.session;

import dev.citusdeploy.catalog.SqlConnector;
import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.catalog.jdbc.tunnel.Tunnel;
import dev.citusdeploy.catalog.jdbc.tunnel.TunnelSocketFactory;
import dev.citusdeploy.catalog.jdbc.tunnel.TunnelTlsFactory;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import java.net.Inet6Address;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;

/// Logs in with the program's certificate over TLS with full verification, through the SSH
/// connection of the node's host. Thread-safe.
public final class JdbcSqlConnector implements SqlConnector {
  /// Settings of the session. Settings of the server or of the role must not make a long call fail
  /// or change what a name resolves to; a lock that is not released in time is an error.
  ///
  /// `client_connection_check_interval` ends a statement whose client has gone, so that its locks
  /// are released. A server on another system than Linux, macOS, illumos or a BSD would refuse it
  /// (PostgreSQL's documentation, 19.3.1); containers run on Linux. Citus does not pass it on to
  /// the sessions that it opens with other nodes: those use the nodes' postgresql.conf.
  private static final String SESSION =
      "-c search_path=pg_catalog,pg_temp -c idle_session_timeout=0"
          + " -c client_connection_check_interval=2000"
          + " -c lock_timeout=60000 -c citus.node_connection_timeout=10000 -c statement_timeout=";

  /// Referenced here, because a logger without references may be garbage-collected and lose its
  /// level.
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  private final SqlCredentials credentials;
  private final SSLContext tls;
  private final Timeouts timeouts;

  /// Logs in with the usual time limits.
  ///
  /// @throws IllegalArgumentException when key and certificates do not belong together
  public JdbcSqlConnector(SqlCredentials credentials) {
    this(credentials, Timeouts.USUAL);
  }

  /// Logs in with other time limits.
  ///
  /// @throws IllegalArgumentException when key and certificates do not belong together
  public JdbcSqlConnector(SqlCredentials credentials, Timeouts timeouts) {
    this.credentials = credentials;
    this.tls = TlsContext.of(credentials);
    this.timeouts = timeouts;
    // The driver's log would go to the terminal, and contains nothing that its exceptions don't.
    DRIVER_LOG.setLevel(Level.OFF);
  }

  @Override
  public JdbcSession connect(RemoteHost host, SqlServer server, String database, Duration limit) {
    JdbcSession session = connected(host, server, database, timeouts.within(limit));
    session.within(limit);
    return session;
  }

  /// Logs in to the cluster's database, for statements that each have their own limit and no common
  /// one.
  ///
  /// @throws ProblemException when no session could be opened
  public JdbcSession connect(RemoteHost host, SqlServer server) {
    return connected(host, server, credentials.database(), timeouts);
  }

  private JdbcSession connected(
      RemoteHost host, SqlServer server, String database, Timeouts login) {
    NodeAddress address = server.address();
    var tunnel = new Tunnel(() -> host.connect(address.host(), address.port()), tls);
    var endpoint = new Endpoint(host.name(), server);
    try {
      // The driver connects in this thread, since no login time-out is set.
      Connection connection =
          ScopedValue.where(Tunnel.CURRENT, tunnel)
              .call(() -> DriverManager.getConnection(url(address, database), properties(login)));
      return new JdbcSession(connection, endpoint, timeouts.read(), timeouts.statement());
    } catch (SQLException e) {
      boolean own = database.equals(credentials.database());
      throw new ProblemException(ConnectProblems.of(endpoint, own, e), e);
    }
  }

  /// The driver compares IPv6 addresses as text with what Java makes of the certificate's, which is
  /// the long form.
  private static String url(NodeAddress address, String database) {
    String host = address.host();
    String text = host.indexOf(':') < 0 ? host : Inet6Address.ofLiteral(host).getHostAddress();
    return "jdbc:postgresql://"
        + new NodeAddress(text, address.port())
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8);
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
    // Values come as the server writes them, not as the driver would.
    properties.setProperty("binaryTransfer", "false");
    // Saves a round trip: the session's own settings travel with the login.
    properties.setProperty("assumeMinServerVersion", "14");
    return properties;
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toSeconds());
  }
}
