package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.Await;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/// One database server in a container, with TLS and logins by certificate as on a real server.
final class DatabaseNode implements AutoCloseable {
  static final String DATABASE = "shop";

  /// The application's line comes first, so that a login by password can be tried from inside the
  /// container; all other logins are by certificate.
  private static final String HBA =
      """
      local   all  postgres                             peer
      hostssl all  app,early,late        127.0.0.1/32   scram-sha-256
      hostssl all  all                   all            cert map=citus
      """;

  private static final String IDENT =
      """
      citus  /^(.*)\\.node$      all
      citus  citus-deploy-admin  postgres
      """;

  private static final String START =
      """
      set -e
      mkdir -p /run/tls && cp /test/ca.crt /test/node.crt /test/node.key /run/tls
      chown -R postgres /run/tls && chmod 600 /run/tls/node.key
      exec docker-entrypoint.sh postgres -c listen_addresses='*' \\
        -c shared_preload_libraries=citus -c wal_level=logical -c max_worker_processes=20 \\
        -c max_prepared_transactions=100 -c shared_buffers=32MB -c fsync=off \\
        -c hba_file=/test/hba -c ident_file=/test/ident -c ssl=on \\
        -c ssl_cert_file=/run/tls/node.crt -c ssl_key_file=/run/tls/node.key \\
        -c ssl_ca_file=/run/tls/ca.crt -c log_statement=all -c citus.node_conninfo="\\
      sslmode=verify-full sslrootcert=/run/tls/ca.crt \\
      sslcert=/run/tls/node.crt sslkey=/run/tls/node.key"
      """;

  private final String name;
  private final GenericContainer<?> container;

  /// @param name its host name in the network; it is reached as `<name>-moved` too
  DatabaseNode(String image, Network network, TestAuthority authority, String name) {
    this.name = name;
    TestAuthority.Identity identity =
        authority.issue(
            name + ".node", List.of(name, name + "-moved", "localhost", "127.0.0.1", "::1"));
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withImagePullPolicy(wanted -> false)
            .withNetwork(network)
            .withNetworkAliases(name, name + "-moved")
            .withExposedPorts(5432)
            .withTmpFs(Map.of("/var/lib/postgresql", "rw"))
            .withEnv("PGDATA", "/var/lib/postgresql/catalog")
            .withEnv("POSTGRES_DB", DATABASE)
            .withEnv("POSTGRES_PASSWORD", "throw-away")
            .withCreateContainerCmdModifier(command ->
                command
                    .withName("catalog-" + name + "-" + Long.toHexString(System.nanoTime()))
                    .withEntrypoint("sh", "/test/start.sh"))
            .withCopyToContainer(file(TestAuthority.pem(authority.certificate())), "/test/ca.crt")
            .withCopyToContainer(file(TestAuthority.pem(identity.certificate())), "/test/node.crt")
            .withCopyToContainer(file(identity.keyPem()), "/test/node.key")
            .withCopyToContainer(file(HBA), "/test/hba")
            .withCopyToContainer(file(IDENT), "/test/ident")
            .withCopyToContainer(file(START), "/test/start.sh")
            // Once by the temporary server of the first start, once by the real one.
            .waitingFor(
                Wait.forLogMessage(".*database system is ready to accept connections.*", 2)
                    .withStartupTimeout(Duration.ofMinutes(5)));
  }

  private static Transferable file(String content) {
    return Transferable.of(content.getBytes(StandardCharsets.UTF_8), 0644);
  }

  GenericContainer<?> container() {
    return container;
  }

  NodeAddress address() {
    return new NodeAddress(name, 5432);
  }

  NodeAddress movedAddress() {
    return new NodeAddress(name + "-moved", 5432);
  }

  DirectHost host() {
    return new DirectHost(new HostName(name), container.getHost(), container.getMappedPort(5432));
  }

  /// What a statement answers to the superuser inside the container, cells apart by `|`.
  String administer(String sql) {
    return run("su", "postgres", "-c", "psql -XAtq -v ON_ERROR_STOP=1 -d shop -c \"$SQL\"", sql);
  }

  /// What statements answer to an application that logs in with a password.
  String asApplication(String role, String password, String sql) {
    String login =
        "host=127.0.0.1 dbname=shop sslmode=verify-full sslrootcert=/test/ca.crt user="
            + role
            + " password="
            + password;
    return run("sh", "-c", "psql -XAtq -v ON_ERROR_STOP=1 -d '" + login + "' -c \"$SQL\"", sql);
  }

  /// Waits until a session sleeps in a transaction, and so holds what it locked before. Queried in
  /// a database where no lock of the cluster delays it.
  void awaitSleeper() {
    Await.until(
        "a session that sleeps on " + name,
        () ->
            elsewhere(
                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query"
                        + " LIKE 'BEGIN;%'")
                != 0);
  }

  /// Waits until a session waits for a lock.
  void awaitWaiting() {
    Await.until(
        "a session that waits on " + name,
        () -> elsewhere("SELECT count(*) FROM pg_locks WHERE NOT granted") != 0);
  }

  /// Ends the sessions that sleep in a transaction.
  void endSleepers() {
    elsewhere(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'BEGIN;%'");
  }

  private int elsewhere(String sql) {
    return Integer.parseInt(run("su", "postgres", "-c", "psql -XAtq -d postgres -c \"$SQL\"", sql));
  }

  private String run(String... commandAndSql) {
    String sql = commandAndSql[commandAndSql.length - 1];
    var command = new ArrayList<>(List.of("env", "SQL=" + sql));
    command.addAll(List.of(commandAndSql).subList(0, commandAndSql.length - 1));
    try {
      ExecResult result = container.execInContainer(command.toArray(String[]::new));
      if (result.getExitCode() != 0) {
        throw new IllegalStateException(sql + ": " + result.getStderr());
      }
      return result.getStdout().strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void start() {
    container.start();
  }

  @Override
  public void close() {
    container.close();
  }
}
