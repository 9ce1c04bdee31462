package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  private static final NodeAddress COORDINATOR = new NodeAddress("10.0.0.10", 5432);
  private static final NodeAddress WORKER = new NodeAddress("10.0.0.11", 5432);
  private static final Problem DOWN =
      new Problem(
          new ProblemCode("ssh-refused", Problem.Kind.UNREACHABLE, "", ""),
          "it is down",
          "pg-w1",
          "",
          "start it");

  @Test
  void showsNodesWithTheirLoadAndWhoReachesWhom() {
    assertThat(new StatusText(Palette.PLAIN).lines(status()))
        .containsSubsequence(
            "HOST   SYSTEM       DOCKER  NODE  CONTAINER",
            "pg-w1  unreachable  -       -     it is down",
            "ID  NODE   ADDRESS         ROLE         ACTIVE  SYNCED  SHARDS  SIZE          POSTGRESQL  CITUS",
            "1   pg-c1  10.0.0.10:5432  coordinator  yes     yes     0       not measured  17.6        14.0-1",
            "2   pg-w1  10.0.0.11:5432  worker       yes     NO      32      1.5 MB        no answer   no"
                + " answer",
            "FROM \\ TO  1   2",
            "1 pg-c1    ok  NO",
            "2 pg-w1    ?   -",
            "not healthy: 1 of 3 connections between nodes work; Citus 14.0.1");
  }

  @Test
  void tellsProgramsTheSame() {
    assertThat(new JsonDocument("shop.yml").status(status()))
        .contains("\"healthy\" : false", "\"reachable\" : false", "\"bytes\" : 1572864")
        .contains("\"works\" : null", "\"code\" : \"ssh-refused\"");
  }

  private static ClusterStatus status() {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    hosts.put(new HostName("pg-w1"), new HostFacts.Unreachable(new HostName("pg-w1"), DOWN));
    SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();
    versions.put(1, new NodeVersions("17.6", "Citus 14.0.1", "14.0-1"));
    var catalog =
        new CatalogFacts.Known(
            List.of(
                new CatalogNode(1, 0, COORDINATOR, true, true, false),
                new CatalogNode(2, 1, WORKER, true, false, true)),
            versions,
            new LinkedHashMap<>());
    return new ClusterStatus(
        ReportFixtures.inventory(),
        new ClusterFacts(hosts, catalog),
        List.of(
            new NodeLoad(1, 0, OptionalLong.empty()),
            new NodeLoad(2, 32, OptionalLong.of(1_572_864))),
        List.of(
            new HealthPair(COORDINATOR, COORDINATOR, true),
            new HealthPair(COORDINATOR, WORKER, false),
            new HealthPair(WORKER, COORDINATOR, null)),
        List.of(DOWN));
  }
}
