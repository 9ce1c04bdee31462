package dev.citusdeploy.facts;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is wrong with a running cluster, judged by its catalog: every node of the inventory active
/// and synced, every pair of nodes able to connect, one version everywhere. Pure.
public final class ClusterHealth {
  private static final String STATUS = "citus-deploy status INVENTORY";

  private ClusterHealth() {}

  /// All problems, none when the cluster is well.
  ///
  /// @param matrix result of the health check of every pair
  public static List<Problem> problems(
      Inventory inventory, CatalogFacts.Known catalog, List<HealthPair> matrix) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      registration(node, catalog).ifPresent(problems::add);
    }
    problems.addAll(missingPairs(inventory, matrix));
    matrix.stream()
        .filter(pair -> !Boolean.TRUE.equals(pair.result()))
        .map(ClusterHealth::unreachable)
        .forEach(problems::add);
    versions(catalog).ifPresent(problems::add);
    return problems;
  }

  /// The coordinator does not run, so the catalog can't be asked.
  public static Problem coordinatorNotRunning(Inventory inventory) {
    return unhealthy(
        "coordinator-not-running",
        "the coordinator " + inventory.coordinator().name() + " does not run",
        inventory.coordinator().host().value(),
        "there is no running container of it, or its host was not reached",
        "citus-deploy apply INVENTORY");
  }

  /// Nodes on reachable hosts whose container is not there, does not run or is not healthy.
  public static List<Problem> containers(Inventory inventory, ClusterFacts facts) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      if (facts.hosts().get(node.host()) instanceof HostFacts.Known known) {
        ContainerFacts container = known.node(node.name()).map(NodeFacts::container).orElse(null);
        if (container == null || !container.isHealthy()) {
          problems.add(
              unhealthy(
                  "container-not-healthy",
                  "the container of " + node.name() + " is " + state(container),
                  node.host().value(),
                  "",
                  "citus-deploy apply INVENTORY; its log, on that host: docker logs "
                      + inventory.cluster()
                      + "-"
                      + node.name()));
        }
      }
    }
    return problems;
  }

  private static String state(@Nullable ContainerFacts container) {
    if (container == null) {
      return "not there";
    }
    return container.health().isEmpty()
        ? container.state()
        : container.state() + ", " + container.health();
  }

  private static Optional<Problem> registration(Node node, CatalogFacts.Known catalog) {
    Optional<CatalogNode> row =
        catalog.nodes().stream()
            .filter(found -> found.address().equals(node.address()))
            .findFirst();
    if (row.isEmpty()) {
      return Optional.of(
          unhealthy(
              "node-not-registered",
              node.name() + " (" + node.address() + ") is not in pg_dist_node",
              node.host().value(),
              "it was never registered, or under another address",
              "citus-deploy apply INVENTORY"));
    }
    if (!row.get().active() || !row.get().synced()) {
      return Optional.of(
          unhealthy(
              "node-not-synced",
              node.name() + " is " + (row.get().active() ? "not synced" : "not active"),
              node.host().value(),
              "queries skip an inactive node, and statements that change tables fail while a node's"
                  + " metadata is not synced",
              "citus-deploy apply INVENTORY activates and syncs it"));
    }
    return Optional.empty();
  }

  /// `citus_check_cluster_node_health` speaks of active nodes only: what it leaves out is not well.
  private static List<Problem> missingPairs(Inventory inventory, List<HealthPair> matrix) {
    Set<NodeAddress> asked = new LinkedHashSet<>();
    matrix.forEach(pair -> asked.add(pair.from()));
    return inventory.nodes().stream()
        .filter(node -> !asked.contains(node.address()))
        .map(node ->
            unhealthy(
                "node-not-checked",
                node.name() + " does not take part in the health check",
                node.host().value(),
                "the check covers active nodes only",
                STATUS))
        .toList();
  }

  private static Problem unreachable(HealthPair pair) {
    String why =
        pair.result() == null
            ? "the coordinator could not ask " + pair.from()
            : "a firewall, a wrong address, or a server that is down";
    return unhealthy(
        "node-unreachable-from-node",
        pair.from() + " cannot reach " + pair.to(),
        pair.from().toString(),
        why,
        "look at the log of the node that is not reached, then: " + STATUS);
  }

  private static Optional<Problem> versions(CatalogFacts.Known catalog) {
    Set<NodeVersions> different = new LinkedHashSet<>(catalog.versions().values());
    if (different.size() < 2) {
      return Optional.empty();
    }
    String list =
        catalog.versions().entrySet().stream()
            .map(entry -> "node " + entry.getKey() + ": " + words(entry.getValue()))
            .collect(Collectors.joining("; "));
    return Optional.of(
        unhealthy(
            "versions-differ",
            "the nodes run different versions",
            "cluster",
            list,
            "give all nodes one image, then: citus-deploy apply INVENTORY"));
  }

  private static String words(NodeVersions versions) {
    return "PostgreSQL "
        + versions.postgres()
        + ", "
        + versions.citus()
        + ", extension "
        + versions.extension();
  }

  private static Problem unhealthy(
      String code, String what, String where, String why, String remedy) {
    return new Problem(Problem.Kind.UNHEALTHY, code, what, where, why, remedy);
  }
}
