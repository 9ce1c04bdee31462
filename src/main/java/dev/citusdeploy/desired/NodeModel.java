package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.postgres.NetworkRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The model of one node's templates.
final class NodeModel {
  /// The same on every node and in every image, so text is sorted identically everywhere.
  private static final String LOCALE = "C.UTF-8";

  private static final String KEY_FOLDER = "/run/citus-deploy/tls";

  /// Already mounted by the Compose file.
  private static final List<String> OUR_MOUNTS =
      List.of(
          "/var/lib/citus-deploy",
          "/etc/citus-deploy/conf",
          "/etc/citus-deploy/tls",
          "/etc/citus-deploy/served",
          "/run/citus-deploy");

  private final Inventory inventory;
  private final Node node;

  NodeModel(Inventory inventory, Node node) {
    this.inventory = inventory;
    this.node = node;
  }

  /// Texts, numbers, lists and functions by the names that templates use.
  ///
  /// @param traits facts of the node's server
  /// @param fingerprint of the cluster's secrets
  Map<String, Object> values(ServerTraits traits, String fingerprint) {
    Map<String, Object> model = QuotingFunctions.all();
    putIdentity(model);
    putSettings(model, traits);
    putLogins(model);
    model.put("fingerprint", fingerprint);
    model.put("imageVolumes", volumes(traits.image()));
    model.put("containerHash", "");
    return model;
  }

  /// Name of the Compose project and of the container.
  String containerName() {
    return inventory.layout().container(node.name());
  }

  /// Absolute path of the node's folder on the server.
  String folder() {
    return inventory.layout().nodeFolder(node.name());
  }

  /// Absolute path of the node's data folder on the server.
  String dataFolder() {
    return inventory.layout().dataFolder(node.name());
  }

  /// Absolute path of the folder on the server with the record of how far the node has served.
  private String servedFolder() {
    return inventory.layout().servedFolder(node.name());
  }

  private void putIdentity(Map<String, Object> model) {
    model.put("cluster", inventory.cluster());
    model.put("node", node.name().value());
    model.put("role", node.role().word());
    model.put("image", inventory.image());
    model.put("database", inventory.database());
    model.put("superuser", inventory.superuser());
    model.put("advertised", node.address().host());
    model.put("address", node.address().toString());
    model.put("port", node.address().port());
    String required = ListenAddresses.required(inventory, node).orElse("");
    model.put("requiredAddress", required);
    model.put("requiredAddressKernelForm", ListenAddresses.kernelForm(required));
    model.put("checkHost", required.isEmpty() ? "localhost" : required);
    model.put("bridge", inventory.network() == NetworkMode.BRIDGE);
    model.put("bridgeNetwork", inventory.layout().bridgeNetwork());
    model.put("publishAddresses", publishAddresses());
    model.put("containerName", containerName());
    model.put("folder", folder());
    model.put("dataFolder", dataFolder());
    model.put("servedFolder", servedFolder());
    model.put("keyFolder", KEY_FOLDER);
    model.put("locale", LOCALE);
  }

  private void putSettings(Map<String, Object> model, ServerTraits traits) {
    NodeSettings settings = NodeSettings.of(inventory, node);
    Host host = inventory.hostOf(node);
    // The servers of a rehearsal share one machine, so none may use a quarter of its memory.
    SequencedMap<String, String> sizing =
        inventory.lab()
            ? new LinkedHashMap<>()
            : Sizing.settings(
                traits.hardware(), Math.max(host.nodes().size(), traits.nodesOnMachine()));
    model.put("listen", settings.listen());
    model.put("preload", settings.preload());
    model.put("dialsItself", inventory.clients().stream().anyMatch(Inventory.Client::isLocal));
    model.put("maxConnections", settings.maxConnections());
    model.put("reservedConnections", settings.reservedConnections());
    model.put("maxPreparedTransactions", settings.maxPreparedTransactions());
    model.put("sizing", pairs(sizing));
    model.put("settings", pairs(settings.own()));
  }

  private void putLogins(Map<String, Object> model) {
    List<String> networks = inventory.clusterNetworks();
    model.put("networks", networks.stream().map(NetworkRange::checked).toList());
    model.put("nodes", inventory.nodes().stream().map(peer -> peer.name().value()).toList());
    model.put(
        "peers",
        inventory.nodes().stream()
            .flatMap(this::addresses)
            .filter(address -> !NetworkRange.isLocalhost(address))
            // To match a name, PostgreSQL resolves the name of each connecting address.
            .filter(address -> networks.isEmpty() || NetworkRange.isIpAddress(address))
            .map(NetworkRange::single)
            .distinct()
            .toList());
    model.put(
        "clients",
        inventory.clients().stream()
            .filter(client -> !client.isLocal())
            .map(client ->
                Map.of(
                    "from", NetworkRange.checked(client.from()),
                    "database", client.database(),
                    "role", client.role()))
            .toList());
    model.put(
        "localClients",
        inventory.clients().stream()
            .filter(Inventory.Client::isLocal)
            .map(client -> Map.of("database", client.database(), "role", client.role()))
            .toList());
  }

  /// All addresses of a node's server in the inventory, the advertised one first: a server with
  /// several chooses the source address by its routes. A name counts only where it is advertised,
  /// since PostgreSQL resolves it for each connection.
  private Stream<String> addresses(Node peer) {
    Host host = inventory.hostOf(peer);
    return Stream.concat(
        Stream.of(peer.address().host()),
        Stream.concat(Stream.of(host.address()), host.listen().addresses().stream())
            .filter(NetworkRange::isIpAddress));
  }

  /// Where the port of a bridged container is published; empty for all addresses. A name may be any
  /// of the server's addresses, so all are used then.
  private List<String> publishAddresses() {
    String advertised = node.address().host();
    Host.Listen besides = inventory.hostOf(node).listen();
    return besides.all() || !NetworkRange.isIpAddress(advertised)
        ? List.of()
        : Stream.concat(Stream.of(advertised), besides.addresses().stream()).distinct().toList();
  }

  /// Always includes the official images' volumes: otherwise the file would differ before and after
  /// the image is on the server, and the second run would re-create the container.
  private static List<String> volumes(ImageTraits image) {
    return Stream.concat(ImageTraits.OFFICIAL.volumes().stream(), image.volumes().stream())
        .filter(volume -> !OUR_MOUNTS.contains(volume))
        .distinct()
        .sorted()
        .toList();
  }

  private static List<Map<String, String>> pairs(SequencedMap<String, String> settings) {
    return settings.entrySet().stream()
        .map(entry -> Map.of("name", entry.getKey(), "value", entry.getValue()))
        .toList();
  }
}
