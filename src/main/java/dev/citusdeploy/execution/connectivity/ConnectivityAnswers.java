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

/// What the nodes of all hosts answered when they were looked at before their registration.
public final class ConnectivityAnswers {
  private final List<NodeConnections> asked;
  private final Map<String, String> citus = new HashMap<>();
  private final Map<String, String> ways = new HashMap<>();
  private final SequencedMap<String, String> gone = new LinkedHashMap<>();
  private final Map<String, String> hanging = new HashMap<>();
  private final Set<String> namesTheServersKnow = new LinkedHashSet<>();

  /// @param asked who was asked for which ways
  public ConnectivityAnswers(List<NodeConnections> asked) {
    this.asked = asked;
  }

  /// Takes what the script answered on one host. Of nodes that are not that host's it can tell
  /// nothing: such lines are passed over, and those that are not as the script writes them.
  public void read(HostName host, String output) {
    Set<String> own =
        asked.stream()
            .map(ways -> ways.from().node())
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
            case "way" -> {
              String[] way = rest(parts).split(" ", 3);
              if (way.length > 1) {
                ways.put(parts[1] + " " + way[0] + " " + way[1], rest(way));
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

  /// Why a node's container could not be looked into; empty when it could.
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

  /// What a node has of Citus, the cells of one row; empty when it does not say.
  public Optional<List<String>> citus(DesiredNode node) {
    String[] said = citus.getOrDefault(node.node().name().value(), "").split(" ", 2);
    return said[0].equals("0")
        ? Optional.of(List.of(rest(said, 1).split("\\|", -1)))
        : Optional.empty();
  }

  /// Whether a server knows a name that its container does not.
  boolean isKnownToServer(String name) {
    return namesTheServersKnow.contains(name);
  }

  /// All ways that do not work, with what was said; none of nodes that could not be asked, nor to
  /// such that hang.
  public List<Broken> broken() {
    List<Broken> broken = new ArrayList<>();
    for (NodeConnections from : asked) {
      for (Node to : isAsked(from.from()) ? from.to() : List.<Node>of()) {
        if (hanging.containsKey(to.name().value())) {
          continue;
        }
        NodeAddress address = to.address();
        String key = from.from().node().name() + " " + address.host() + " " + address.port();
        String[] said = ways.getOrDefault(key, "").split(" ", 2);
        if (!said[0].equals("0")) {
          broken.add(new Broken(from.from(), to, said[0], rest(said, 1).strip()));
        }
      }
    }
    return broken;
  }

  /// How many ways were tried.
  int tried() {
    return asked.stream().mapToInt(from -> from.to().size()).sum();
  }

  private static String rest(String[] parts) {
    return rest(parts, 2);
  }

  private static String rest(String[] parts, int index) {
    return parts.length > index ? parts[index] : "";
  }

  /// A way that does not work.
  ///
  /// @param from who dialled
  /// @param to who was not reached
  /// @param code exit code of the attempt, empty when there was no answer
  /// @param words what psql said
  record Broken(DesiredNode from, Node to, String code, String words) {}
}
