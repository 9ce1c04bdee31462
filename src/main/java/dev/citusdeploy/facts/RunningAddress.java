package dev.citusdeploy.facts;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import java.util.Comparator;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a node's server listens now; a change of `network` or `port` in the inventory that is not
/// applied yet makes it differ from the inventory. Read from the node's container.
public final class RunningAddress {
  /// The label of a container with the port that its server listens on.
  public static final String PORT_LABEL = "dev.citusdeploy.port";

  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private RunningAddress() {}

  /// The coordinator's, as seen from its own host.
  public static NodeAddress ofCoordinator(Inventory inventory, ClusterFacts facts) {
    Node coordinator = inventory.coordinator();
    return facts.hosts().get(coordinator.host()) instanceof HostFacts.Known known
        ? known
            .node(coordinator.name())
            .map(there -> onHost(inventory, coordinator, there))
            .orElseGet(() -> inventory.addressOnHost(coordinator))
        : inventory.addressOnHost(coordinator);
  }

  /// A node's, as seen from its own host; the one of the inventory when the container does not show
  /// it.
  static NodeAddress onHost(Inventory inventory, Node node, NodeFacts facts) {
    ContainerFacts container = facts.container();
    if (container == null || container.network().mode().isEmpty()) {
      return inventory.addressOnHost(node);
    }
    String host = container.network().isHost() ? "localhost" : published(node, container);
    return new NodeAddress(host, port(facts).orElse(node.address().port()));
  }

  /// Its certificate contains the advertised address, so that one is used when the port is
  /// published there or on all addresses.
  private static String published(Node node, ContainerFacts container) {
    return container.network().published().stream()
        .map(NodeAddress::host)
        .filter(host -> !host.equals("0.0.0.0") && !host.equals("::"))
        .min(Comparator.comparing((String host) -> !host.equals(node.address().host())))
        .orElse(node.address().host());
  }

  /// The port that a node's server listens on now; empty when it is not known. A container of an
  /// earlier version has no label: its published port counts then, or else the manifest.
  public static OptionalInt port(NodeFacts facts) {
    ContainerFacts container = facts.container();
    if (container == null) {
      return OptionalInt.empty();
    }
    OptionalInt labelled = number(container.labels().get(PORT_LABEL));
    if (labelled.isPresent()) {
      return labelled;
    }
    if (!container.network().published().isEmpty()) {
      return OptionalInt.of(container.network().published().getFirst().port());
    }
    NodeManifest manifest = facts.manifest();
    NodeAddress made = manifest == null ? null : manifest.address();
    return made == null ? OptionalInt.empty() : OptionalInt.of(made.port());
  }

  private static OptionalInt number(@Nullable String text) {
    Matcher matcher = PORT.matcher(text == null ? "" : text);
    if (!matcher.matches()) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(matcher.group());
    return port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }
}
