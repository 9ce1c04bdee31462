package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.catalog.jdbc.session.SqlCredentials;
import dev.citusdeploy.catalog.jdbc.session.Timeouts;
import dev.citusdeploy.model.ShellCommand;
import java.security.SecureRandom;
import java.util.List;
import org.testcontainers.containers.Network;

/// A coordinator, a worker, and a worker that comes later, of one image, not yet registered. JUnit
/// closes it after the last test it is an argument of.
final class DatabaseCluster implements AutoCloseable {
  final String image;
  final TestAuthority authority = new TestAuthority("test authority");
  final DatabaseNode coordinator;
  final DatabaseNode worker;
  final DatabaseNode late;
  private final Network network = Network.newNetwork();

  DatabaseCluster(String image) {
    this.image = image;
    coordinator = new DatabaseNode(image, network, authority, "pg-c");
    worker = new DatabaseNode(image, network, authority, "pg-w");
    late = new DatabaseNode(image, network, authority, "pg-late");
  }

  /// Whether the image is a real one.
  boolean shards() {
    return DatabaseImages.shards(image);
  }

  /// Logs in as the superuser, with a certificate of this cluster's authority.
  ///
  /// @param trusted whose server certificates are accepted
  /// @param name common name of the certificate
  JdbcCatalogConnector connector(TestAuthority trusted, String name, String database) {
    return connector(trusted, name, database, Timeouts.USUAL);
  }

  /// The same with other time limits.
  JdbcCatalogConnector connector(
      TestAuthority trusted, String name, String database, Timeouts timeouts) {
    return new JdbcCatalogConnector(
        credentials(trusted, name, database),
        server("the coordinator", coordinator),
        new SecureRandom(),
        timeouts);
  }

  /// What the superuser logs in with.
  SqlCredentials credentials(TestAuthority trusted, String name, String database) {
    TestAuthority.Identity identity = authority.issue(name, List.of(name));
    return new SqlCredentials(
        "postgres",
        database,
        identity.keys().getPrivate(),
        List.of(identity.certificate()),
        trusted.certificate());
  }

  /// The server of a node, where it listens for the others.
  static SqlServer server(String name, DatabaseNode node) {
    return new SqlServer(
        name,
        node.address(),
        node.address().host(),
        ShellCommand.of("docker logs --tail 100").word("shop-" + node.address().host()));
  }

  void start() {
    List.of(coordinator, worker, late).parallelStream().forEach(DatabaseNode::start);
  }

  @Override
  public void close() {
    List.of(coordinator, worker, late).forEach(DatabaseNode::close);
    network.close();
  }

  @Override
  public String toString() {
    return image;
  }
}
