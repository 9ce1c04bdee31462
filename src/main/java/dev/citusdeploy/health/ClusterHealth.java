package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is wrong with a running cluster, judged by its catalog: every node of the inventory active
/// and synced, with the coordinator's metadata, every pair of nodes able to connect, one version
/// everywhere. Pure.
public final class ClusterHealth {

  private ClusterHealth() {}

  /// All problems, none when the cluster is healthy. Nodes that the inventory does not mention are
  /// left out. Each problem's `what` is complete on its own.
  ///
  /// @param readiness result of the check of every pair
  /// @param attempts results of the connections of [ConnectionHealth#unexplained]
  public static List<Problem> problems(
      Inventory inventory,
      CatalogFacts.Known catalog,
      ClusterReadiness readiness,
      ConnectionAttempts attempts) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      registration(node, catalog).ifPresent(problems::add);
    }
    List<Node> unfit = UnsuitableLibraries.nodes(inventory, catalog, readiness);
    unfit.forEach(node -> problems.add(UnsuitableLibraries.problem(node, catalog)));
    problems.addAll(versions(inventory, catalog, unfit));
    problems.addAll(new ConnectionHealth(inventory, readiness, attempts).problems(unfit));
    problems.addAll(new MetadataHealth(inventory, catalog).stale());
    return problems;
  }

  /// The coordinator does not run, so the catalog can't be asked.
  public static Problem coordinatorNotRunning(Inventory inventory) {
    return unhealthy(
        HealthProblemCodes.COORDINATOR_NOT_RUNNING,
        "the coordinator " + inventory.coordinator().name() + " does not run",
        inventory.coordinator().host().value(),
        "there is no running container of it, so the cluster cannot be asked",
        "start it, or create it: " + NodeAdvice.APPLY);
  }

  /// It is not known whether the coordinator runs, as its host was not reached.
  public static Problem coordinatorNotReached(Inventory inventory) {
    return unhealthy(
        HealthProblemCodes.COORDINATOR_NOT_RUNNING,
        "the coordinator " + inventory.coordinator().name() + " was not reached",
        inventory.coordinator().host().value(),
        "its host did not answer, so the cluster cannot be asked",
        "first follow the advice for that host, then check again: " + NodeAdvice.STATUS);
  }

  /// Nodes on reachable hosts whose container is not there, does not run or is not healthy.
  public static List<Problem> containers(Inventory inventory, ClusterFacts facts) {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      if (facts.hosts().get(node.host()) instanceof HostFacts.Known known) {
        ContainerFacts container = known.node(node.name()).map(NodeFacts::container).orElse(null);
        boolean isOlder = known.node(node.name()).filter(OlderData::isOlder).isPresent();
        if (!isOlder && (container == null || !container.isHealthy())) {
          problems.add(
              unhealthy(
                  HealthProblemCodes.CONTAINER_NOT_HEALTHY,
                  "the container of " + node.name() + " is " + state(container),
                  node.host().value(),
                  container == null
                      ? "it was never made, or was removed by hand"
                      : "its log shows why",
                  container == null
                      ? "create it: " + NodeAdvice.APPLY
                      : NodeAdvice.readLog(inventory, node) + "then " + NodeAdvice.APPLY));
        }
      }
    }
    return problems;
  }

  private static String state(@Nullable ContainerFacts container) {
    if (container == null) {
      return "not there";
    }
    return ForeignText.inline(container.state())
        + (container.health().isEmpty() ? "" : ", " + ForeignText.inline(container.health()));
  }

  private static Optional<CatalogNode> row(Node node, CatalogFacts.Known catalog) {
    return catalog.nodes().stream()
        .filter(found -> found.address().equals(node.address()))
        .findFirst();
  }

  private static Optional<Problem> registration(Node node, CatalogFacts.Known catalog) {
    Optional<CatalogNode> row = row(node, catalog);
    if (row.isEmpty()) {
      return Optional.of(
          unhealthy(
              HealthProblemCodes.NODE_NOT_REGISTERED,
              "node " + node.name() + " is not registered at " + node.address(),
              node.host().value(),
              "pg_dist_node does not list it, or under another address",
              "register it: " + NodeAdvice.APPLY));
    }
    boolean synced = row.get().synced() || node.role() == Role.COORDINATOR;
    if (!row.get().active() || !synced) {
      return Optional.of(
          unhealthy(
              HealthProblemCodes.NODE_NOT_SYNCED,
              "node "
                  + node.name()
                  + (row.get().active()
                      ? " does not have the current metadata"
                      : " is registered, but inactive"),
              node.host().value(),
              "queries skip an inactive node, and statements that change tables fail while a node's"
                  + " metadata is not synced",
              "activate and sync it: " + NodeAdvice.APPLY));
    }
    return Optional.empty();
  }

  private static List<Problem> versions(
      Inventory inventory, CatalogFacts.Known catalog, List<Node> unfit) {
    List<Problem> problems = new ArrayList<>();
    SequencedMap<NodeVersions, List<String>> reported = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      Optional<CatalogNode> row = row(node, catalog);
      if (row.isEmpty() || unfit.contains(node)) {
        continue;
      }
      NodeVersions versions = catalog.versions().get(row.get().id());
      if (versions == null) {
        problems.add(silent(inventory, node, catalog.failures().getOrDefault(row.get().id(), "")));
      } else {
        reported.computeIfAbsent(versions, _ -> new ArrayList<>()).add(node.name().value());
      }
    }
    if (reported.size() > 1) {
      problems.add(different(inventory, reported));
    }
    return problems;
  }

  private static Problem silent(Inventory inventory, Node node, String words) {
    return unhealthy(
        HealthProblemCodes.VERSIONS_UNKNOWN,
        "node " + node.name() + " does not report its versions",
        node.host().value(),
        "the coordinator got no answer of it" + NodeAdvice.cause(words),
        NodeAdvice.noAnswer(inventory, node, words));
  }

  private static Problem different(
      Inventory inventory, SequencedMap<NodeVersions, List<String>> reported) {
    return unhealthy(
        HealthProblemCodes.VERSIONS_DIFFER,
        "the nodes run different versions: "
            + reported.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + ": " + words(entry.getKey()))
                .collect(Collectors.joining("; ")),
        "cluster " + inventory.cluster(),
        "they run on different images, or an update of the extension is not done everywhere",
        "give all nodes one image, best by its digest (`image: NAME@sha256:…`), then: "
            + NodeAdvice.APPLY);
  }

  private static String words(NodeVersions versions) {
    return "PostgreSQL "
        + ForeignText.inline(versions.postgres())
        + ", "
        + versions.citusName()
        + ", extension "
        + ForeignText.inline(versions.extension());
  }

  private static Problem unhealthy(
      ProblemCode code, String what, String where, String why, String remedy) {
    return new Problem(code, what, where, why, remedy);
  }
}
