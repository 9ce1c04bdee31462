package dev.citusdeploy.catalog.jdbc;

import static dev.citusdeploy.catalog.jdbc.DatabaseNode.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Logins to one server, accepted and refused. They are the same for all images, so one image is
/// enough.
@ParameterizedClass(name = "{0}")
@MethodSource("clusters")
final class JdbcLoginIT {
  private final DatabaseCluster cluster;
  private final TestAuthority authority;
  private final DatabaseNode coordinator;

  JdbcLoginIT(DatabaseCluster cluster) {
    this.cluster = cluster;
    authority = cluster.authority;
    coordinator = cluster.coordinator;
  }

  static Stream<DatabaseCluster> clusters() {
    return DatabaseImages.found().reversed().stream().limit(1).map(DatabaseCluster::new);
  }

  @BeforeParameterizedClassInvocation
  static void startServer(DatabaseCluster cluster) {
    cluster.coordinator.start();
  }

  @Test
  void refusesAServerOfAnotherAuthority() {
    Problem problem = failedLogin(new TestAuthority("stranger"), "citus-deploy-admin", DATABASE);

    assertThat(problem.code()).isEqualTo("catalog-tls");
    assertThat(problem.remedy()).contains("pg-c");
  }

  @Test
  void refusesAServerWhoseCertificateBearsAnotherName() {
    JdbcCatalogConnector connector = cluster.connector(authority, "citus-deploy-admin", DATABASE);

    Problem problem =
        problem(() ->
            connector.connect(coordinator.host(), new NodeAddress("elsewhere", 5432)).close());

    assertThat(problem.code()).isEqualTo("catalog-tls");
    assertThat(problem.where()).isEqualTo("pg-c (elsewhere:5432)");
  }

  @Test
  void reachesTheServerByLoopbackAddressesToo() {
    JdbcCatalogConnector connector = cluster.connector(authority, "citus-deploy-admin", DATABASE);
    for (String host : List.of("localhost", "127.0.0.1", "::1")) {
      try (CitusCatalog other =
          connector.connect(coordinator.host(), new NodeAddress(host, 5432))) {
        assertThat(other.facts(List.of()).nodes()).isEmpty();
      }
    }
  }

  @Test
  void reportsWhatToCheckWhenTheLoginIsRefused() {
    Problem problem = failedLogin(authority, "somebody-else", DATABASE);

    assertThat(problem.code()).isEqualTo("catalog-login-refused");
    assertThat(problem.why()).contains("certificate authentication failed");
    assertThat(problem.remedy()).contains("pg_hba.conf");
  }

  @Test
  void namesAMissingDatabase() {
    assertThat(failedLogin(authority, "citus-deploy-admin", "nothing").code())
        .isEqualTo("catalog-no-database");
  }

  @Test
  void logsInUnderItsOwnNameOverTls() {
    CitusCatalog catalog =
        cluster
            .connector(authority, "citus-deploy-admin", DATABASE)
            .connect(coordinator.host(), coordinator.address());
    assertThat(
            coordinator.administer(
                "SELECT ssl, client_dn FROM pg_stat_activity JOIN pg_stat_ssl USING (pid)"
                    + " WHERE application_name = 'citus-deploy'"))
        .isEqualTo("t|/CN=citus-deploy-admin");
    catalog.close();
  }

  @Test
  void reportsThatTheCoordinatorDoesNotAnswer() {
    DirectHost nowhere = new DirectHost(new HostName("pg-c"), "127.0.0.1", 1);
    JdbcCatalogConnector connector = cluster.connector(authority, "citus-deploy-admin", DATABASE);

    Problem problem = problem(() -> connector.connect(nowhere, coordinator.address()).close());

    // The problem of the connection is kept: it has the cause.
    assertThat(problem.code()).isEqualTo("ssh-forward-refused");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.UNREACHABLE);
    assertThat(problem.what()).contains("nothing listens on pg-c");
  }

  private Problem failedLogin(TestAuthority trusted, String name, String database) {
    JdbcCatalogConnector connector = cluster.connector(trusted, name, database);
    return problem(() -> connector.connect(coordinator.host(), coordinator.address()).close());
  }

  private static Problem problem(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problems().getFirst();
  }
}
