package dev.citusdeploy.health;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.facts.gather.AccessRefusal;
import dev.citusdeploy.health.ConnectionAttempts.Pair;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges whether every node reaches every other one, in both directions.
public final class ConnectionHealth {

  private final Inventory inventory;
  private final ClusterReadiness readiness;
  private final ConnectionAttempts attempts;

  /// @param readiness result of the check of every pair
  /// @param attempts results of the connections of [#unexplained]
  ConnectionHealth(Inventory inventory, ClusterReadiness readiness, ConnectionAttempts attempts) {
    this.inventory = inventory;
    this.readiness = readiness;
    this.attempts = attempts;
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

  /// Checks each ordered pair of nodes, so that a connection that works in one direction only is
  /// found, and inactive nodes, which `citus_check_cluster_node_health` leaves out, are reported.
  List<Problem> problems(List<Node> unfit) {
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
          problems.add(unreached(from, to, pair, attempts.words(from.name(), to.name())));
        }
      }
    }
    return problems;
  }

  private static Problem notChecked(Node node) {
    return new Problem(
        HealthProblemCodes.NODE_NOT_CHECKED,
        "node " + node.name() + " does not take part in the health check",
        node.host().value(),
        "the check covers active nodes only",
        "activate it: " + NodeAdvice.APPLY);
  }

  private Problem unreached(Node from, Node to, @Nullable HealthPair pair, String words) {
    String direction =
        "%s → %s (%s → %s): ".formatted(from.name(), to.name(), from.address(), to.address());
    if (pair == null) {
      return unreached(
          from,
          direction + "not in the health matrix",
          "the check covers active nodes only",
          "activate " + to.name() + ": " + NodeAdvice.APPLY);
    }
    return pair.result() == null
        ? unreached(
            from,
            direction + from.name() + " cannot be asked",
            "the coordinator could not ask it"
                + NodeAdvice.cause(readiness.silence(from.address())),
            NodeAdvice.noAnswer(inventory, from, readiness.silence(from.address())))
        : !readiness.silence(to.address()).isEmpty()
            ? unreached(
                from,
                direction + "not reached",
                "the coordinator does not reach "
                    + to.name()
                    + " either"
                    + NodeAdvice.cause(readiness.silence(to.address())),
                NodeAdvice.noAnswer(inventory, to, readiness.silence(to.address())))
            : refused(from, to, direction, words);
  }

  /// A connection failed, and the coordinator knows no reason. The coordinator queries every node,
  /// itself too, over TCP at its address in the catalog. If the target answered that query but
  /// refused the coordinator's further connection as well, the network is not the cause: the target
  /// refuses further connections from every source. Otherwise the coordinator's answer proves
  /// nothing about the path from another source.
  private Problem refused(Node from, Node to, String direction, String words) {
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
          to.name() + " was reached and refused" + NodeAdvice.cause(words),
          NodeAdvice.noAnswer(inventory, to, words));
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
              + NodeAdvice.STATUS
              + "; if the problem stays, "
              + NodeAdvice.readLog(inventory, to));
    }
    return unreached(
        from,
        direction + "not reached",
        answered
            ? "the coordinator reaches "
                + to.name()
                + ", so a firewall between them, an `advertise` that only some servers reach, or"
                + " connections of it that were all taken just then"
                + NodeAdvice.cause(words)
            : "a firewall, a wrong `advertise`, or a server that is down" + NodeAdvice.cause(words),
        "open port "
            + to.address().port()
            + " for this connection; try it with:"
            + ServerCommand.line(
                inventory.hostOf(from), ServerCommand.isReady(inventory, from, to.address()))
            + "then check again: "
            + NodeAdvice.STATUS);
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

  private static Problem unreached(Node from, String what, String why, String remedy) {
    return new Problem(
        HealthProblemCodes.NODE_UNREACHABLE_FROM_NODE, what, from.host().value(), why, remedy);
  }
}
