package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FactsProblemCodes;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.gather.AccessRefusal;
import dev.citusdeploy.health.ConnectionAttempts.Pair;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is wrong with a running cluster, judged by its catalog: every node of the inventory active
/// and synced, with the coordinator's metadata, every pair of nodes able to connect, one version
/// everywhere. Pure.
public final class ClusterHealth {
  private static final String STATUS = "`citus-deploy status INVENTORY`";
  private static final String APPLY = "`citus-deploy apply INVENTORY`";

  private ClusterHealth() {}

  /// All problems, none when the cluster is healthy. Nodes that the inventory does not mention are
  /// left out. Each problem's `what` is complete on its own.
  ///
  /// @param readiness result of the check of every pair
  /// @param attempts results of the connections in [#unexplained]
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
    problems.addAll(pairs(inventory, readiness, attempts, unfit));
    problems.addAll(new MetadataHealth(inventory, catalog).stale());
    return problems;
  }

  /// Failed connections for which Citus gives no reason, in the inventory's order.
  public static List<Pair> unexplained(Inventory inventory, ClusterReadiness readiness) {
    List<Pair> pairs = new ArrayList<>();
    for (Node from : inventory.nodes()) {
      for (Node to : inventory.nodes()) {
        if (failed(readiness, from, to) && readiness.silence(to.address()).isEmpty()) {
          pairs.add(new Pair(from.name(), to.name()));
        }
      }
    }
    return pairs;
  }

  /// The coordinator does not run, so the catalog can't be asked.
  public static Problem coordinatorNotRunning(Inventory inventory) {
    return unhealthy(
        FactsProblemCodes.COORDINATOR_NOT_RUNNING,
        "the coordinator " + inventory.coordinator().name() + " does not run",
        inventory.coordinator().host().value(),
        "there is no running container of it, so the cluster cannot be asked",
        "start it, or create it: " + APPLY);
  }

  /// It is not known whether the coordinator runs, as its host was not reached.
  public static Problem coordinatorNotReached(Inventory inventory) {
    return unhealthy(
        FactsProblemCodes.COORDINATOR_NOT_RUNNING,
        "the coordinator " + inventory.coordinator().name() + " was not reached",
        inventory.coordinator().host().value(),
        "its host did not answer, so the cluster cannot be asked",
        "first follow the advice for that host, then check again: " + STATUS);
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
                  FactsProblemCodes.CONTAINER_NOT_HEALTHY,
                  "the container of " + node.name() + " is " + state(container),
                  node.host().value(),
                  container == null
                      ? "it was never made, or was removed by hand"
                      : "its log shows why",
                  container == null
                      ? "create it: " + APPLY
                      : readLog(inventory, node) + "then " + APPLY));
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
              FactsProblemCodes.NODE_NOT_REGISTERED,
              "node " + node.name() + " is not registered at " + node.address(),
              node.host().value(),
              "pg_dist_node does not list it, or under another address",
              "register it: " + APPLY));
    }
    boolean synced = row.get().synced() || node.role() == Role.COORDINATOR;
    if (!row.get().active() || !synced) {
      return Optional.of(
          unhealthy(
              FactsProblemCodes.NODE_NOT_SYNCED,
              "node "
                  + node.name()
                  + (row.get().active()
                      ? " does not have the current metadata"
                      : " is registered, but inactive"),
              node.host().value(),
              "queries skip an inactive node, and statements that change tables fail while a node's"
                  + " metadata is not synced",
              "activate and sync it: " + APPLY));
    }
    return Optional.empty();
  }

  /// Checks each ordered pair of nodes, so that a connection that works in one direction only is
  /// found, and inactive nodes, which `citus_check_cluster_node_health` leaves out, are reported.
  private static List<Problem> pairs(
      Inventory inventory,
      ClusterReadiness readiness,
      ConnectionAttempts attempts,
      List<Node> unfit) {
    record Direction(NodeAddress from, NodeAddress to) {}
    Map<Direction, HealthPair> pairs = new HashMap<>();
    Set<NodeAddress> asked = new HashSet<>();
    for (HealthPair pair : readiness.matrix()) {
      pairs.put(new Direction(pair.from(), pair.to()), pair);
      asked.add(pair.from());
    }
    List<Problem> problems = new ArrayList<>();
    for (Node from : inventory.nodes()) {
      if (!asked.contains(from.address())) {
        problems.add(notChecked(from));
        continue;
      }
      for (Node to : inventory.nodes()) {
        HealthPair pair = pairs.get(new Direction(from.address(), to.address()));
        boolean isReported = unfit.contains(from) || unfit.contains(to);
        if (!isReported && (pair == null || !Objects.equals(pair.result(), true))) {
          problems.add(
              unreached(
                  inventory, readiness, from, to, pair, attempts.words(from.name(), to.name())));
        }
      }
    }
    return problems;
  }

  private static Problem notChecked(Node node) {
    return unhealthy(
        FactsProblemCodes.NODE_NOT_CHECKED,
        "node " + node.name() + " does not take part in the health check",
        node.host().value(),
        "the check covers active nodes only",
        "activate it: " + APPLY);
  }

  private static Problem unreached(
      Inventory inventory,
      ClusterReadiness readiness,
      Node from,
      Node to,
      @Nullable HealthPair pair,
      String words) {
    String direction =
        "%s → %s (%s → %s): ".formatted(from.name(), to.name(), from.address(), to.address());
    if (pair == null) {
      return unreached(
          from,
          direction + "not in the health matrix",
          "the check covers active nodes only",
          "activate " + to.name() + ": " + APPLY);
    }
    return pair.result() == null
        ? unreached(
            from,
            direction + from.name() + " cannot be asked",
            "the coordinator could not ask it" + cause(readiness.silence(from.address())),
            remedy(inventory, from, readiness.silence(from.address())))
        : !readiness.silence(to.address()).isEmpty()
            ? unreached(
                from,
                direction + "not reached",
                "the coordinator does not reach "
                    + to.name()
                    + " either"
                    + cause(readiness.silence(to.address())),
                remedy(inventory, to, readiness.silence(to.address())))
            : refused(inventory, readiness, from, to, direction, words);
  }

  /// A connection failed, and the coordinator knows no reason. The coordinator queries every node,
  /// itself too, over TCP at its address in the catalog. If the target answered that query but
  /// refused the coordinator's further connection as well, the network is not the cause: the target
  /// refuses further connections from every source. Otherwise the coordinator's answer proves
  /// nothing about the path from another source.
  private static Problem refused(
      Inventory inventory,
      ClusterReadiness readiness,
      Node from,
      Node to,
      String direction,
      String words) {
    Optional<AccessRefusal> refusal = AccessRefusal.in(words);
    if (refusal.isPresent()) {
      return unreached(
          from,
          direction + "not let in",
          refusal.get().cause(to.name().value()),
          refusal.get().remedy(from.address().host()));
    }
    if (isAnswer(words)) {
      return unreached(
          from,
          direction + "not let in",
          to.name() + " was reached and refused" + cause(words),
          remedy(inventory, to, words));
    }
    boolean answered = readiness.answers(to.address());
    if (answered && failed(readiness, inventory.coordinator(), to)) {
      return unreached(
          from,
          direction + "not reached",
          "the coordinator has one connection to "
              + to.name()
              + " and got no second one, so the server refuses: all its connections are taken, or it"
              + " has just started",
          "end sessions that are not needed, then check again: "
              + STATUS
              + "; if the problem stays, "
              + readLog(inventory, to));
    }
    return unreached(
        from,
        direction + "not reached",
        answered
            ? "the coordinator reaches "
                + to.name()
                + ", so a firewall between them, an `advertise` that only some servers reach, or"
                + " connections of it that were all taken just then"
                + cause(words)
            : "a firewall, a wrong `advertise`, or a server that is down" + cause(words),
        "open port "
            + to.address().port()
            + " for this connection; try it with:"
            + ServerCommand.line(
                inventory.hostOf(from), ServerCommand.isReady(inventory, from, to.address()))
            + "then check again: "
            + STATUS);
  }

  /// Whether a PostgreSQL server answered, even with a refusal.
  private static boolean isAnswer(String words) {
    return words.contains("FATAL:") || words.contains("SSL") || words.contains("certificate");
  }

  private static boolean failed(ClusterReadiness readiness, Node from, Node to) {
    return readiness.matrix().stream()
        .filter(pair -> pair.from().equals(from.address()) && pair.to().equals(to.address()))
        .anyMatch(pair -> Objects.equals(pair.result(), false));
  }

  private static String cause(String words) {
    return words.isBlank() ? "" : ": " + ForeignText.inline(words);
  }

  /// What to do about a node that gave no answer.
  private static String remedy(Inventory inventory, Node node, String words) {
    Optional<AccessRefusal> refusal = AccessRefusal.in(words);
    if (refusal.isPresent()) {
      return refusal.get().remedy(inventory.coordinator().address().host());
    }
    String first =
        ClusterReadiness.isFull(words)
            ? "all connections of "
                + node.name()
                + " are taken: end sessions that are not needed;"
                + " `citus-deploy apply INVENTORY` keeps `superuser_reserved_connections` for nodes"
                + " and administration; "
            : "";
    return first + readLog(inventory, node) + "then check again: " + STATUS;
  }

  private static Problem unreached(Node from, String what, String why, String remedy) {
    return unhealthy(
        FactsProblemCodes.NODE_UNREACHABLE_FROM_NODE, what, from.host().value(), why, remedy);
  }

  /// Advises to read a node's log.
  private static String readLog(Inventory inventory, Node node) {
    return "read its log:"
        + ServerCommand.line(inventory.hostOf(node), ServerCommand.log(inventory, node, 100));
  }

  private static List<Problem> versions(
      Inventory inventory, CatalogFacts.Known catalog, List<Node> unfit) {
    List<Problem> problems = new ArrayList<>();
    SequencedMap<NodeVersions, List<String>> said = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      Optional<CatalogNode> row = row(node, catalog);
      if (row.isEmpty() || unfit.contains(node)) {
        continue;
      }
      NodeVersions versions = catalog.versions().get(row.get().id());
      if (versions == null) {
        problems.add(silent(inventory, node, catalog.failures().getOrDefault(row.get().id(), "")));
      } else {
        said.computeIfAbsent(versions, _ -> new ArrayList<>()).add(node.name().value());
      }
    }
    if (said.size() > 1) {
      problems.add(different(inventory, said));
    }
    return problems;
  }

  private static Problem silent(Inventory inventory, Node node, String words) {
    return unhealthy(
        FactsProblemCodes.VERSIONS_UNKNOWN,
        "node " + node.name() + " does not report its versions",
        node.host().value(),
        "the coordinator got no answer of it" + cause(words),
        remedy(inventory, node, words));
  }

  private static Problem different(
      Inventory inventory, SequencedMap<NodeVersions, List<String>> said) {
    return unhealthy(
        FactsProblemCodes.VERSIONS_DIFFER,
        "the nodes run different versions: "
            + said.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + ": " + words(entry.getKey()))
                .collect(Collectors.joining("; ")),
        "cluster " + inventory.cluster(),
        "they run on different images, or an update of the extension is not done everywhere",
        "give all nodes one image, best by its digest (`image: NAME@sha256:…`), then: " + APPLY);
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
