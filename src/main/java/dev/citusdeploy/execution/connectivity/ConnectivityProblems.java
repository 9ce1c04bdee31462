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

/// Ways between nodes that do not work: one problem for names that a container does not know, one
/// for what stops packets, one for what stops a login.
public final class ConnectivityProblems {
  private static final int SHOWN = 30;

  private final Inventory inventory;

  public ConnectivityProblems(Inventory inventory) {
    this.inventory = inventory;
  }

  /// What stops a way.
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
            .map(way -> way.to().address().host())
            .collect(Collectors.toSet());
    for (Broken way : broken) {
      // Who is not found by name is not let in by name either.
      if (obstacle(way) == Obstacle.LOGIN && unknown.contains(way.from().node().address().host())) {
        continue;
      }
      kinds.computeIfAbsent(obstacle(way), _ -> new ArrayList<>()).add(way);
    }
    List<Problem> problems = new ArrayList<>();
    kinds.forEach((kind, ways) ->
        problems.add(
            switch (kind) {
              case NAME -> names(answers, ways);
              case NETWORK -> network(answers, ways);
              case LOGIN -> logins(answers, ways);
            }));
    return problems;
  }

  private static Obstacle obstacle(Broken way) {
    String words = way.words();
    if (isName(way)) {
      return Obstacle.NAME;
    }
    boolean answered =
        words.contains("FATAL:") || words.contains("SSL") || words.contains("certificate");
    return answered ? Obstacle.LOGIN : Obstacle.NETWORK;
  }

  /// Connecting has a limit of its own: who takes longer looks for a name.
  private static boolean isName(Broken way) {
    return way.words().contains("could not translate host name")
        || (way.code().equals("124") && isName(way.to().address().host()));
  }

  private static boolean isName(String host) {
    return host.matches("[^:]*[a-z][^:]*");
  }

  private Problem names(ConnectivityAnswers answers, List<Broken> ways) {
    List<String> names = ways.stream().map(way -> way.to().address().host()).distinct().toList();
    boolean known = names.stream().allMatch(answers::isKnownToServer);
    List<String> restarts =
        ways.stream()
            .map(way -> command(way, ServerCommand.restart(inventory, way.from().node())))
            .distinct()
            .toList();
    return problem(
        ExecutionProblemCodes.NODE_NAME_UNKNOWN,
        "containers do not know the name " + String.join(", ", names) + " (`advertise`)",
        ways,
        known
            ? "the servers themselves know it: a container reads its server's /etc/hosts and"
                + " /etc/resolv.conf when it starts, and it was not there yet, or leads to a"
                + " resolver of the server's own"
            : "neither do their servers: it is in no DNS that they ask, and not in /etc/hosts",
        (known ? "" : "put the name into the DNS or each server's /etc/hosts, then ")
            + "restart these containers, or advertise an IP address:\n  "
            + String.join("\n  ", restarts));
  }

  private Problem network(ConnectivityAnswers answers, List<Broken> ways) {
    Broken first = ways.getFirst();
    List<Integer> ports = ways.stream().map(way -> way.to().address().port()).distinct().toList();
    return problem(
        ExecutionProblemCodes.NODES_NOT_REACHABLE,
        ways.size() + " of " + answers.tried() + " connections between nodes fail",
        ways,
        "a firewall on one of the two servers or between them, or an `advertise` that is not that"
            + " node's address",
        "open TCP port "
            + ports.stream().map(String::valueOf).collect(Collectors.joining(", "))
            + " for these connections, or correct `advertise`; to try one:\n  "
            + command(
                first,
                ServerCommand.isReady(inventory, first.from().node(), first.to().address())));
  }

  private Problem logins(ConnectivityAnswers answers, List<Broken> ways) {
    Broken first = ways.getFirst();
    List<AccessRefusal> refusals =
        ways.stream().flatMap(way -> AccessRefusal.in(way.words()).stream()).distinct().toList();
    if (refusals.size() == 1) {
      return problem(
          ExecutionProblemCodes.NODE_LOGIN_FAILED,
          ways.size() + " of " + answers.tried() + " logins of a node at another fail",
          ways,
          refusals.getFirst().cause(first.to().name().value())
              + ": packets of "
              + first.from().node().name()
              + " arrive from another address than it advertises",
          refusals.getFirst().remedy(first.from().node().address().host()));
    }
    Host to = inventory.hostOf(first.to());
    boolean byName = ways.stream().anyMatch(way -> isName(way.from().node().address().host()));
    return problem(
        ExecutionProblemCodes.NODE_LOGIN_FAILED,
        ways.size() + " of " + answers.tried() + " logins of a node at another fail",
        ways,
        "another server answers at that address, a certificate is not the cluster's, or the packets"
            + " arrive from another address than the node's own (NAT), which pg_hba.conf lets in once"
            + " `cluster_networks` of the inventory holds it"
            + (byName
                ? "; a node that is advertised by a name must also be found by its address (reverse"
                    + " DNS), for PostgreSQL looks for both"
                : ""),
        "look at the log of the node that refuses:\n  "
            + ServerCommand.on(to, ServerCommand.log(inventory, first.to(), 30)));
  }

  private Problem problem(
      ProblemCode code, String what, List<Broken> ways, String cause, String remedy) {
    return new Problem(
        code,
        what + "; nothing was registered",
        where(ways),
        cause + "; these do not work, in this direction:" + ForeignText.block(lines(ways)),
        remedy + "\nthen " + Remedies.AGAIN);
  }

  private String command(Broken way, ShellCommand command) {
    return ServerCommand.on(inventory.hostOf(way.from().node()), command).toString();
  }

  /// Both ends of a way may be to blame; where all ways have one end in common, that is named.
  private static String where(List<Broken> ways) {
    List<String> from =
        ways.stream().map(way -> way.from().node().host().value()).distinct().toList();
    List<String> to = ways.stream().map(way -> way.to().host().value()).distinct().toList();
    if (to.size() == 1) {
      return "host " + to.getFirst();
    }
    return from.size() == 1 ? "host " + from.getFirst() : "hosts " + String.join(", ", from);
  }

  private static String lines(List<Broken> ways) {
    int more = ways.size() - SHOWN;
    return ways.stream()
            .limit(SHOWN)
            .map(way ->
                "%s → %s (%s): %s"
                    .formatted(
                        way.from().node().name(), way.to().name(), way.to().address(), said(way)))
            .collect(Collectors.joining("\n"))
        + (more > 0 ? "\nand " + more + " more" : "");
  }

  /// psql's words without what stands in the line already.
  private static String said(Broken way) {
    String words = way.words();
    if (isName(way)) {
      return "name not known";
    }
    if (words.contains("timeout expired") || way.code().equals("124")) {
      return "timed out";
    }
    if (words.contains("Connection refused")) {
      return "connection refused";
    }
    int failed = words.lastIndexOf("failed: ");
    String said = failed < 0 ? words : words.substring(failed + "failed: ".length());
    return said.isBlank() ? "no answer" : ForeignText.inline(said);
  }
}
