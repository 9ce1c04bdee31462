package dev.citusdeploy.report;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;

/// A status with a host that is down.
public final class StatusFixtures {
  private static final NodeAddress COORDINATOR = new NodeAddress("10.0.0.10", 5432);
  private static final NodeAddress WORKER = new NodeAddress("10.0.0.11", 5432);
  private static final Problem DOWN =
      new Problem(
          new ProblemCode("ssh-refused", Problem.Kind.UNREACHABLE, "", ""),
          "it is down",
          "pg-w1",
          "",
          "start it");

  private StatusFixtures() {}

  /// Of two nodes, one of which does not answer.
  public static ClusterStatus status() {
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
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE);
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
