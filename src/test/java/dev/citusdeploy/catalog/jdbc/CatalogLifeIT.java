package dev.citusdeploy.catalog.jdbc;

import static dev.citusdeploy.catalog.jdbc.DatabaseNode.DATABASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.catalog.CatalogFacts.Known;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// A catalog's life against every database image on this machine, which no other test can begin in
/// the middle of: from no nodes to a worker that comes later, and the end of its coordinator.
@ParameterizedClass(name = "{0}")
@MethodSource("clusters")
final class CatalogLifeIT {
  private static final Secret PASSWORD = Secret.of("first-password");
  private static final Secret OTHER_PASSWORD = Secret.of("pässwörd");

  private final DatabaseCluster cluster;
  private final DatabaseNode coordinator;
  private final DatabaseNode worker;
  private final DatabaseNode late;
  private CitusCatalog catalog;

  CatalogLifeIT(DatabaseCluster cluster) {
    this.cluster = cluster;
    coordinator = cluster.coordinator;
    worker = cluster.worker;
    late = cluster.late;
  }

  static Stream<DatabaseCluster> clusters() {
    return DatabaseImages.found().stream().map(DatabaseCluster::new);
  }

  @BeforeParameterizedClassInvocation
  static void startServers(DatabaseCluster cluster) {
    cluster.start();
  }

  @BeforeEach
  void logIn() {
    catalog =
        cluster
            .connector(cluster.authority, "citus-deploy-admin", DATABASE)
            .connect(coordinator.host(), coordinator.address());
  }

  @AfterEach
  void logOut() {
    catalog.close();
  }

  @Test
  void fromNoNodesToALaterWorkerAndALostConnection() {
    readsACatalogWithoutNodes();
    registersNodesAndRepeatsWithoutHarm();
    readsTheVersionsOfAllNodes();
    activatesANodeThatIsNotActive();
    catalog.roles().create("app", OTHER_PASSWORD, DATABASE);
    theRolesMayCreateAndShardTables();
    countsShardsButNotTheCopiesOfReferenceTables();
    aWorkerThatComesLaterTakesTheRolesOver();
    reportsThatTheConnectionWasLost();
  }

  private void readsACatalogWithoutNodes() {
    Known known = catalog.facts(List.of("early", "postgres", "nobody"));
    assertThat(catalog.nodes().all()).isEqualTo(known.nodes());

    assertThat(known.nodes()).isEmpty();
    assertThat(known.versions()).isEmpty();
    assertThat(known.roles()).containsOnlyKeys("postgres");
    assertThat(catalog.checks().readiness(Duration.ofSeconds(3)).matrix()).isEmpty();
    assertThat(catalog.shards().loads()).isEmpty();
  }

  private void registersNodesAndRepeatsWithoutHarm() {
    catalog.roles().create("early", PASSWORD, DATABASE);
    catalog.nodes().setCoordinatorHost(coordinator.address());
    catalog.nodes().setCoordinatorHost(coordinator.address());
    int id = catalog.nodes().add(worker.address());

    assertThat(catalog.nodes().add(worker.address())).isEqualTo(id);
    Known known = catalog.facts(List.of());
    assertThat(known.nodes())
        .extracting(CatalogNode::address)
        .containsExactly(coordinator.address(), worker.address());
    assertThat(known.nodes()).extracting(CatalogNode::group).first().isEqualTo(0);
    assertThat(known.nodes()).extracting(CatalogNode::id).contains(id);
    assertThat(known.nodes()).allMatch(CatalogNode::active).allMatch(CatalogNode::synced);
    assertThat(known.nodes()).extracting(CatalogNode::holdsShards).containsExactly(false, true);
  }

  private void readsTheVersionsOfAllNodes() {
    Known known = catalog.facts(List.of());

    assertThat(known.versions())
        .containsOnlyKeys(known.nodes().stream().map(CatalogNode::id).toList());
    assertThat(known.versions().values())
        .extracting(NodeVersions::postgres)
        .allMatch(version -> version.matches("\\d+\\.\\d+.*"));
    assertThat(known.versions().values())
        .extracting(NodeVersions::extension)
        .allMatch(version -> version.matches("\\d+\\.\\d+.*"));
    assertThat(known.versions().values())
        .extracting(NodeVersions::citus)
        .allMatch(version -> version.contains(cluster.shards() ? "Citus " : "rehearsal"));
  }

  private void activatesANodeThatIsNotActive() {
    coordinator.administer(
        "UPDATE pg_dist_node SET isactive = false WHERE nodename = '"
            + worker.address().host()
            + "'");
    assertThat(catalog.facts(List.of()).nodes().getLast().active()).isFalse();

    catalog.nodes().add(worker.address());

    assertThat(catalog.facts(List.of()).nodes().getLast().active()).isTrue();
  }

  private void theRolesMayCreateAndShardTables() {
    assertCreatesATable("app", OTHER_PASSWORD, "orders");
    assertCreatesATable("early", PASSWORD, "parcels");
  }

  private void assertCreatesATable(String role, Secret password, String table) {
    String shard =
        cluster.shards()
            ? "SELECT create_distributed_table('" + table + "', 'id', colocate_with => 'none');"
            : "SELECT 1;";
    String answer =
        coordinator.asApplication(
            role,
            password.reveal(),
            "SET citus.shard_count = 8;"
                + "CREATE TABLE %1$s (id int PRIMARY KEY, what text); %2$s".formatted(table, shard)
                + " INSERT INTO %1$s SELECT i, 'x' FROM generate_series(1, 100) i;".formatted(table)
                + " CREATE TEMPORARY TABLE scratch (id int);"
                + " SELECT count(*) FROM "
                + table);
    assertThat(answer).endsWith("100");
  }

  private void countsShardsButNotTheCopiesOfReferenceTables() {
    if (cluster.shards()) {
      coordinator.asApplication(
          "app",
          OTHER_PASSWORD.reveal(),
          "CREATE TABLE kinds (id int PRIMARY KEY); SELECT create_reference_table('kinds')");
    }
    long shards = cluster.shards() ? 16 : 0;

    List<NodeLoad> loads = catalog.shards().loads();

    assertThat(loads).extracting(NodeLoad::shards).containsExactly(0L, shards);
    assertThat(loads.getLast().bytes().orElse(-1) > 0).isEqualTo(cluster.shards());
  }

  private void aWorkerThatComesLaterTakesTheRolesOver() {
    catalog.roles().create("late", PASSWORD, DATABASE);
    catalog.nodes().add(late.address());
    if (cluster.shards()) {
      assertThat(late.administer("SELECT rolpassword FROM pg_authid WHERE rolname = 'app'"))
          .isEqualTo(role("app").verifier());
    }
    assertCreatesATable("late", PASSWORD, "letters");
    long shards = cluster.shards() ? 4 : 0;
    assertThat(catalog.shards().loads())
        .extracting(NodeLoad::shards)
        .containsExactly(0L, 5 * shards, shards);
  }

  private void reportsThatTheConnectionWasLost() {
    coordinator.container().stop();

    assertThat(problem(() -> catalog.facts(List.of())).code()).isEqualTo("sql-connection-lost");
  }

  private ClientRole role(String name) {
    return Objects.requireNonNull(catalog.facts(List.of(name)).roles().get(name));
  }

  private static Problem problem(Runnable work) {
    return catchThrowableOfType(ProblemException.class, work::run).problems().getFirst();
  }
}
