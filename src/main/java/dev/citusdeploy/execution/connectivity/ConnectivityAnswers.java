package dev.citusdeploy.execution.connectivity;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.action.CheckConnectivity.NodeConnections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// What the nodes of all hosts answered to the check before their registration.
public final class ConnectivityAnswers {
  private final List<NodeConnections> asked;
  private final Map<String, String> citus = new HashMap<>();
  private final Map<String, String> connections = new HashMap<>();
  private final SequencedMap<String, String> gone = new LinkedHashMap<>();
  private final Map<String, String> hanging = new HashMap<>();
  private final Set<String> namesTheServersKnow = new LinkedHashSet<>();

  /// @param asked which node was asked for which connections
  public ConnectivityAnswers(List<NodeConnections> asked) {
    this.asked = asked;
  }

  /// Takes what the script answered on one host. Of nodes that are not that host's it can tell
  /// nothing: such lines are passed over, and those that are not as the script writes them.
  public void read(HostName host, String output) {
    Set<String> own =
        asked.stream()
            .map(connections -> connections.from().node())
            .filter(node -> node.host().equals(host))
            .map(node -> node.name().value())
            .collect(Collectors.toSet());
    output
        .lines()
        .forEach(line -> {
          String[] parts = line.split(" ", 3);
          boolean known = parts.length > 1 && (own.contains(parts[1]) || parts[0].equals("known"));
          switch (known ? parts[0] : "") {
            case "citus" -> citus.put(parts[1], rest(parts));
            case "gone" -> gone.put(parts[1], rest(parts));
            case "hangs" -> hanging.put(parts[1], rest(parts));
            case "known" -> namesTheServersKnow.add(parts[1]);
            case "connection" -> {
              String[] connection = rest(parts).split(" ", 3);
              if (connection.length > 1) {
                connections.put(
                    parts[1] + " " + connection[0] + " " + connection[1], rest(connection));
              }
            }
            default -> {}
          }
        });
  }

  /// The nodes that were asked.
  List<DesiredNode> nodes() {
    return asked.stream().map(NodeConnections::from).toList();
  }

  /// Why a node's container could not be inspected; empty when it could.
  public Optional<String> goneBecause(DesiredNode node) {
    return Optional.ofNullable(gone.get(node.node().name().value()));
  }

  /// The state of a node's container that did not answer in time; empty when it did.
  Optional<String> hangs(DesiredNode node) {
    return Optional.ofNullable(hanging.get(node.node().name().value()));
  }

  private boolean isAsked(DesiredNode node) {
    return goneBecause(node).isEmpty() && hangs(node).isEmpty();
  }

  /// What a node has of Citus, the cells of one row; empty when it does not report it.
  public Optional<List<String>> citus(DesiredNode node) {
    String[] message = citus.getOrDefault(node.node().name().value(), "").split(" ", 2);
    return message[0].equals("0")
        ? Optional.of(List.of(rest(message, 1).split("\\|", -1)))
        : Optional.empty();
  }

  /// Whether a server knows a name that its container does not.
  boolean isKnownToServer(String name) {
    return namesTheServersKnow.contains(name);
  }

  /// All connections that do not work, with psql's message; none from nodes that could not be
  /// asked, nor to such that hang.
  public List<Broken> broken() {
    List<Broken> broken = new ArrayList<>();
    for (NodeConnections from : asked) {
      for (Node to : isAsked(from.from()) ? from.to() : List.<Node>of()) {
        if (hanging.containsKey(to.name().value())) {
          continue;
        }
        NodeAddress address = to.address();
        String key = from.from().node().name() + " " + address.host() + " " + address.port();
        String[] message = connections.getOrDefault(key, "").split(" ", 2);
        if (!message[0].equals("0")) {
          broken.add(new Broken(from.from(), to, message[0], rest(message, 1).strip()));
        }
      }
    }
    return broken;
  }

  /// How many connections were tried.
  int tried() {
    return asked.stream().mapToInt(from -> from.to().size()).sum();
  }

  private static String rest(String[] parts) {
    return rest(parts, 2);
  }

  private static String rest(String[] parts, int index) {
    return parts.length > index ? parts[index] : "";
  }

  /// A connection that does not work.
  ///
  /// @param from who dialled
  /// @param to who was not reached
  /// @param code exit code of the attempt, empty when there was no answer
  /// @param words psql's message
  record Broken(DesiredNode from, Node to, String code, String words) {}
}
