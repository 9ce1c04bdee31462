package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.ClusterSketch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterHealthTest {
  private static final NodeVersions VERSIONS = new NodeVersions("17.11", "Citus 14.0.1", "14.0-1");

  private final Inventory inventory = ClusterSketch.of(2).desired().inventory();
  private final List<CatalogNode> rows = new ArrayList<>();
  private final SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();
  private final List<HealthPair> matrix = new ArrayList<>();
  private final List<ClusterReadiness.NodeReadiness> nodes = new ArrayList<>();
  private ConnectionAttempts attempts = ConnectionAttempts.NONE;

  @BeforeEach
  void isHealthy() {
    for (Node node : inventory.nodes()) {
      int id = rows.size() + 1;
      // The coordinator is never marked as synced.
      rows.add(new CatalogNode(id, id - 1, node.address(), true, id > 1, id > 1));
      versions.put(id, VERSIONS);
      inventory
          .nodes()
          .forEach(to -> matrix.add(new HealthPair(node.address(), to.address(), true)));
    }
  }

  @Test
  void aHealthyClusterHasNoProblems() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void nodesThatTheInventoryDoesNotMentionAreLeftOut() {
    NodeAddress other = new NodeAddress("10.9.9.9", 5432);
    rows.add(new CatalogNode(9, 9, other, false, false, true));
    matrix.add(new HealthPair(rows.getFirst().address(), other, false));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aPairThatIsMissingOrCutIsNamedInItsDirection() {
    HealthPair cut = matrix.set(1, new HealthPair(matrix.get(1).from(), matrix.get(1).to(), false));
    matrix.removeIf(pair -> pair.from().equals(cut.to()) && pair.to().equals(cut.from()));
    assertThat(problems())
        .extracting(Problem::what)
        .containsExactly(
            "c1 → w1 (10.0.0.1:5432 → 10.0.0.2:5432): not reached",
            "w1 → c1 (10.0.0.2:5432 → 10.0.0.1:5432): not in the health matrix");
  }

  @Test
  void aNodeThatTheCheckLeavesOutIsNamedOnceAsSource() {
    matrix.removeIf(pair -> pair.from().equals(rows.get(2).address()));
    assertThat(problems()).extracting(Problem::code).containsExactly("node-not-checked");
  }

  @Test
  void aNodeThatDoesNotReportItsVersionsIsNamed() {
    versions.remove(3);
    assertThat(problems())
        .extracting(Problem::what)
        .containsExactly("node w2 does not report its versions");
  }

  @Test
  void versionsThatDifferAreReported() {
    versions.put(3, new NodeVersions("17.11", "Citus 13.2.2", "13.2-1"));
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("versions-differ");
          assertThat(problem.what()).contains("c1, w1: PostgreSQL 17.11", "w2: PostgreSQL 17.11");
        });
  }

  /// Its health check passes; only its reported versions show the problem.
  @Test
  void aLibraryThatDoesNotFitItsDataIsReportedOnceInsteadOfItsConnections() {
    versions.put(3, new NodeVersions("17.11", "Citus 14.0.1", "13.2-1"));
    matrix.replaceAll(pair ->
        pair.from().equals(rows.get(2).address())
            ? new HealthPair(pair.from(), pair.to(), null)
            : pair);
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("library-unfit");
          assertThat(problem.what()).contains("w2", "it runs Citus 14.0.1 on data of 13.2-1");
          assertThat(problem.remedy()).contains("citus-deploy plan", "docs/upgrade.md");
        });
  }

  @Test
  void aWorkerThatIsNotSyncedOrNotThereIsNamed() {
    CatalogNode row = rows.remove(2);
    CatalogNode second = rows.remove(1);
    rows.add(new CatalogNode(second.id(), 1, second.address(), true, false, true));
    assertThat(problems())
        .extracting(Problem::what)
        .containsExactly(
            "node w1 does not have the current metadata",
            "node w2 is not registered at " + row.address());
  }

  @Test
  void aNodeWhoseConnectionsAreAllTakenIsNotBlamedOnAFirewall() {
    matrix.replaceAll(pair ->
        pair.to().equals(rows.get(2).address())
            ? new HealthPair(pair.from(), pair.to(), false)
            : pair);
    nodes.add(
        new ClusterReadiness.NodeReadiness(
            rows.get(2).address(),
            "connection to the remote node failed: FATAL:  sorry, too many clients already",
            false,
            Duration.ZERO,
            List.of()));
    assertThat(problems())
        .hasSize(3)
        .allSatisfy(problem -> {
          assertThat(problem.why()).contains("too many clients").doesNotContain("firewall");
          assertThat(problem.remedy())
              .contains("all connections of w2 are taken")
              .doesNotContain("open port");
        });
  }

  @Test
  void aServerThatRefusesASecondConnectionIsNotBlamedOnAFirewall() {
    NodeAddress coordinator = rows.getFirst().address();
    matrix.replaceAll(pair ->
        pair.to().equals(coordinator) ? new HealthPair(pair.from(), coordinator, false) : pair);
    for (CatalogNode row : rows) {
      nodes.add(
          new ClusterReadiness.NodeReadiness(
              row.address(), "", true, Duration.ofSeconds(60), List.of()));
    }
    assertThat(problems())
        .hasSize(3)
        .allSatisfy(problem -> {
          assertThat(problem.why())
              .contains(
                  "one connection to c1 and got no second one", "all its connections are taken")
              .doesNotContain("firewall");
          assertThat(problem.remedy()).startsWith("end sessions").contains("docker logs");
        });
  }

  @Test
  void aPathThatOnlyTheCoordinatorHasIsNotBlamedOnTheServer() {
    NodeAddress w2 = rows.get(2).address();
    // A worker reaches itself over another path than the coordinator does.
    matrix.replaceAll(pair ->
        pair.to().equals(w2) && !pair.from().equals(rows.getFirst().address())
            ? new HealthPair(pair.from(), w2, false)
            : pair);
    nodes.add(new ClusterReadiness.NodeReadiness(w2, "", true, Duration.ofSeconds(60), List.of()));
    assertThat(problems())
        .hasSize(2)
        .extracting(Problem::what)
        .anyMatch(what -> what.startsWith("w1 → w2 "))
        .anyMatch(what -> what.startsWith("w2 → w2 "));
    assertThat(problems())
        .allSatisfy(problem -> {
          assertThat(problem.why())
              .contains("the coordinator reaches w2", "firewall")
              .doesNotContain("down");
          assertThat(problem.remedy()).startsWith("open port 5432");
        });
  }

  @Test
  void aRefusalByPgHbaIsNoClosedPort() {
    NodeAddress w1 = rows.get(1).address();
    NodeAddress w2 = rows.get(2).address();
    matrix.replaceAll(pair ->
        pair.from().equals(w1) && pair.to().equals(w2) ? new HealthPair(w1, w2, false) : pair);
    assertThat(
            ConnectionHealth.unexplained(inventory, new ClusterReadiness(matrix, nodes, List.of())))
        .containsExactly(new ConnectionAttempts.Pair(new NodeName("w1"), new NodeName("w2")));
    attempts =
        attempt(
            "psql: error: connection to server at \"10.0.0.3\", port 5432 failed: FATAL:  no"
                + " pg_hba.conf entry for host \"10.9.0.2\", user \"postgres\", database \"app\"");
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.what()).startsWith("w1 → w2 ").endsWith("not let in");
          assertThat(problem.why())
              .isEqualTo("w2 was reached, and its pg_hba.conf lets no node in from 10.9.0.2");
          assertThat(problem.remedy())
              .startsWith(
                  "let nodes in from there, in the inventory: `cluster_networks: [\"10.9.0.2/32\"]`")
              .doesNotContain("open port");
        });
    attempts = attempt("FATAL:  no pg_hba.conf entry for host \"10.0.0.2\"");
    assertThat(problems())
        .singleElement()
        .extracting(Problem::remedy, STRING)
        .contains("has not loaded its pg_hba.conf", "citus-deploy apply");
    attempts = attempt("failed: FATAL:  certificate authentication failed for user \"postgres\"");
    assertThat(problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.why()).startsWith("w2 was reached and refused: “failed: FATAL:");
          assertThat(problem.remedy()).startsWith("read its log");
        });
    attempts = attempt("FATAL:  no pg_hba.conf entry for host \"1..\"");
    assertThat(problems())
        .singleElement()
        .extracting(Problem::remedy, STRING)
        .as("what is no address gets into no remedy")
        .startsWith("read its log");
    attempts = attempt("failed: timeout expired");
    assertThat(problems())
        .singleElement()
        .extracting(Problem::remedy, STRING)
        .startsWith("open port 5432");
  }

  private static ConnectionAttempts attempt(String words) {
    return new ConnectionAttempts(
        Map.of(new ConnectionAttempts.Pair(new NodeName("w1"), new NodeName("w2")), words));
  }

  private List<Problem> problems() {
    var catalog =
        new CatalogFacts.Known(
            rows,
            versions,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE);
    return ClusterHealth.problems(
        inventory, catalog, new ClusterReadiness(matrix, nodes, List.of()), attempts);
  }
}
