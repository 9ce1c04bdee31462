package dev.citusdeploy.execution.connectivity;

import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.connectivity.ConnectivityAnswers.Broken;
import dev.citusdeploy.facts.gather.AccessRefusal;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Connections between nodes that do not work: one problem for names that a container does not
/// know, one for what stops packets, one for what stops a login.
public final class ConnectivityProblems {
  private static final int SHOWN = 30;

  private final Inventory inventory;

  public ConnectivityProblems(Inventory inventory) {
    this.inventory = inventory;
  }

  /// What stops a connection.
  private enum Obstacle {
    NAME,
    NETWORK,
    LOGIN
  }

  /// At most one problem for each kind of obstacle.
  public List<Problem> problems(ConnectivityAnswers answers) {
    Map<Obstacle, List<Broken>> kinds = new EnumMap<>(Obstacle.class);
    List<Broken> broken = answers.broken();
    Set<String> unknown =
        broken.stream()
            .filter(ConnectivityProblems::isName)
            .map(connection -> connection.to().address().host())
            .collect(Collectors.toSet());
    for (Broken connection : broken) {
      // Who is not found by name is not let in by name either.
      if (obstacle(connection) == Obstacle.LOGIN
          && unknown.contains(connection.from().node().address().host())) {
        continue;
      }
      kinds.computeIfAbsent(obstacle(connection), _ -> new ArrayList<>()).add(connection);
    }
    List<Problem> problems = new ArrayList<>();
    kinds.forEach((kind, connections) ->
        problems.add(
            switch (kind) {
              case NAME -> names(answers, connections);
              case NETWORK -> network(answers, connections);
              case LOGIN -> logins(answers, connections);
            }));
    return problems;
  }

  private static Obstacle obstacle(Broken connection) {
    String words = connection.words();
    if (isName(connection)) {
      return Obstacle.NAME;
    }
    boolean answered =
        words.contains("FATAL:") || words.contains("SSL") || words.contains("certificate");
    return answered ? Obstacle.LOGIN : Obstacle.NETWORK;
  }

  /// Connecting has a limit of its own: what takes longer is resolving a name.
  private static boolean isName(Broken connection) {
    return connection.words().contains("could not translate host name")
        || (connection.code().equals("124") && isName(connection.to().address().host()));
  }

  private static boolean isName(String host) {
    return host.matches("[^:]*[a-z][^:]*");
  }

  private Problem names(ConnectivityAnswers answers, List<Broken> connections) {
    List<String> names =
        connections.stream()
            .map(connection -> connection.to().address().host())
            .distinct()
            .toList();
    boolean known = names.stream().allMatch(answers::isKnownToServer);
    List<String> restarts =
        connections.stream()
            .map(connection ->
                command(connection, ServerCommand.restart(inventory, connection.from().node())))
            .distinct()
            .toList();
    return problem(
        ExecutionProblemCodes.NODE_NAME_UNKNOWN,
        "containers do not know the name " + String.join(", ", names) + " (`advertise`)",
        connections,
        known
            ? "the servers themselves know it: a container reads its server's /etc/hosts and"
                + " /etc/resolv.conf when it starts, and it was not there yet, or leads to a"
                + " resolver of the server's own"
            : "neither do their servers: it is in no DNS that they ask, and not in /etc/hosts",
        (known ? "" : "put the name into the DNS or each server's /etc/hosts, then ")
            + "restart these containers, or advertise an IP address:\n  "
            + String.join("\n  ", restarts));
  }

  private Problem network(ConnectivityAnswers answers, List<Broken> connections) {
    Broken first = connections.getFirst();
    List<Integer> ports =
        connections.stream()
            .map(connection -> connection.to().address().port())
            .distinct()
            .toList();
    return problem(
        ExecutionProblemCodes.NODES_NOT_REACHABLE,
        connections.size() + " of " + answers.tried() + " connections between nodes fail",
        connections,
        "a firewall on one of the two servers or between them, or an `advertise` that is not that"
            + " node's address",
        "open TCP port "
            + ports.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + " for these connections, or correct `advertise`; to try one:\n  "
            + command(
                first,
                ServerCommand.isReady(inventory, first.from().node(), first.to().address())));
  }

  private Problem logins(ConnectivityAnswers answers, List<Broken> connections) {
    Broken first = connections.getFirst();
    List<AccessRefusal> refusals =
        connections.stream()
            .flatMap(connection -> AccessRefusal.in(connection.words()).stream())
            .distinct()
            .toList();
    if (refusals.size() == 1) {
      return problem(
          ExecutionProblemCodes.NODE_LOGIN_FAILED,
          connections.size() + " of " + answers.tried() + " logins of a node at another fail",
          connections,
          refusals.getFirst().cause(first.to().name().value())
              + ": packets of "
              + first.from().node().name()
              + " arrive from another address than it advertises",
          refusals.getFirst().remedy(first.from().node().address().host()));
    }
    Host to = inventory.hostOf(first.to());
    boolean byName =
        connections.stream()
            .anyMatch(connection -> isName(connection.from().node().address().host()));
    return problem(
        ExecutionProblemCodes.NODE_LOGIN_FAILED,
        connections.size() + " of " + answers.tried() + " logins of a node at another fail",
        connections,
        "another server answers at that address, a certificate is not the cluster's, or the packets"
            + " arrive from another address than the node's own (NAT), which pg_hba.conf lets in once"
            + " `cluster_networks` of the inventory holds it"
            + (byName
                ? "; a node that is advertised by a name must also be found by its address (reverse"
                    + " DNS), for PostgreSQL checks both"
                : ""),
        "check the log of the node that refuses:\n  "
            + ServerCommand.on(to, ServerCommand.log(inventory, first.to(), 30)));
  }

  private Problem problem(
      ProblemCode code, String what, List<Broken> connections, String cause, String remedy) {
    return new Problem(
        code,
        what + "; nothing was registered",
        where(connections),
        cause + "; these do not work, in this direction:" + ForeignText.block(lines(connections)),
        remedy + "\nthen " + Remedies.AGAIN);
  }

  private String command(Broken connection, ShellCommand command) {
    return ServerCommand.on(inventory.hostOf(connection.from().node()), command).toString();
  }

  /// Either end of a connection may be at fault; where all connections have one end in common, it
  /// is named.
  private static String where(List<Broken> connections) {
    List<String> from =
        connections.stream()
            .map(connection -> connection.from().node().host().value())
            .distinct()
            .toList();
    List<String> to =
        connections.stream().map(connection -> connection.to().host().value()).distinct().toList();
    if (to.size() == 1) {
      return "host " + to.getFirst();
    }
    return from.size() == 1 ? "host " + from.getFirst() : "hosts " + String.join(", ", from);
  }

  private static String lines(List<Broken> connections) {
    int more = connections.size() - SHOWN;
    return connections.stream()
            .limit(SHOWN)
            .map(connection ->
                "%s → %s (%s): %s"
                    .formatted(
                        connection.from().node().name(),
                        connection.to().name(),
                        connection.to().address(),
                        message(connection)))
            .collect(Collectors.joining("\n"))
        + (more > 0 ? "\nand " + more + " more" : "");
  }

  /// psql's message without what the line has already.
  private static String message(Broken connection) {
    String words = connection.words();
    if (isName(connection)) {
      return "name not known";
    }
    if (words.contains("timeout expired") || connection.code().equals("124")) {
      return "timed out";
    }
    if (words.contains("Connection refused")) {
      return "connection refused";
    }
    int failed = words.lastIndexOf("failed: ");
    String message = failed < 0 ? words : words.substring(failed + "failed: ".length());
    return message.isBlank() ? "no answer" : ForeignText.inline(message);
  }
}
