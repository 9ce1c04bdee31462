package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.schema.ClientKeys;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.text.NetworkAddress;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import java.util.List;
import java.util.Optional;

/// Finds addresses that are valid alone, but with which nodes or clients could not reach a node.
final class NetworkCheck {
  private static final String ALL = "all";
  private static final List<String> LOOPBACKS = List.of("127.0.0.0/8", "::1/128");

  private final CheckedSection root;
  private final List<HostDraft> hosts;
  private final InventoryProblems findings;

  NetworkCheck(CheckedSection root, List<HostDraft> hosts, InventoryProblems findings) {
    this.root = root;
    this.hosts = hosts;
    this.findings = findings;
  }

  /// Reports all of them.
  void run() {
    hosts.forEach(this::advertised);
    listen(root, InventorySchema.LISTEN);
    hosts.forEach(host -> listen(host.keys(), ServerKeys.HOST_LISTEN));
    clients();
  }

  private void advertised(HostDraft host) {
    Optional<Scalar> advertised = host.advertised();
    if (advertised.isEmpty()) {
      return;
    }
    String text = advertised.get().text();
    if (text.indexOf('%') >= 0) {
      findings.add(
          Code.CONFLICT,
          advertised.get().position(),
          "`" + host.name() + "` has no address that other nodes can dial",
          "the zone in `" + text + "` means something on this machine only",
          "add `advertise` with an address that every node can reach");
    } else if (NetworkAddress.literal(text).isEmpty()
        && !NetworkAddress.isLoopback(text)
        && !root.has(InventorySchema.CLUSTER_NETWORKS)) {
      findings.add(
          Code.CONFLICT,
          advertised.get().position(),
          "`%s` is advertised by the name `%s`, and `cluster_networks` is missing"
              .formatted(host.name(), text),
          "to know a node by its name, PostgreSQL looks up the name of each address that connects,"
              + " which few networks answer; without it the nodes would refuse each other",
          "add `cluster_networks` with the networks of the nodes, such as `[10.0.0.0/24]`, or"
              + " advertise addresses");
    }
  }

  private void listen(CheckedSection keys, Key key) {
    List<Scalar> texts = keys.scalars(key);
    texts.stream()
        .filter(text -> texts.size() > 1 && text.text().equals(ALL))
        .forEach(text ->
            findings.add(
                Code.CONFLICT,
                text.position(),
                "`listen` has `all` among other addresses",
                "`all` covers every address",
                "write `listen: all`, or the addresses without it"));
  }

  private void clients() {
    List<Scalar> networks = root.scalars(InventorySchema.CLUSTER_NETWORKS);
    for (CheckedSection client : root.items(InventorySchema.CLIENTS)) {
      client.scalar(ClientKeys.FROM).ifPresent(from -> client(from, networks));
    }
  }

  /// Of several reasons why no client could log in, the first is reported.
  private void client(Scalar from, List<Scalar> networks) {
    if (from.text().equals(Inventory.Client.LOCAL)) {
      local(from);
      return;
    }
    Optional<Scalar> network =
        networks.stream().filter(it -> NetworkAddress.isWithin(from.text(), it.text())).findFirst();
    Optional<HostDraft> node =
        hosts.stream().filter(host -> isAddressOf(host, from.text())).findFirst();
    if (LOOPBACKS.stream().anyMatch(loopback -> NetworkAddress.isWithin(from.text(), loopback))) {
      loopback(from);
    } else if (network.isPresent()) {
      shutOut(from, network.get());
    } else {
      node.ifPresent(host -> nodesOwn(from, host));
    }
  }

  private static boolean isAddressOf(HostDraft host, String network) {
    return host.advertised()
        .flatMap(address -> NetworkAddress.literal(address.text()))
        .filter(address ->
            NetworkAddress.isWithin(
                network, address.getHostAddress() + "/" + address.getAddress().length * 8))
        .isPresent();
  }

  private void local(Scalar from) {
    if (root.text(InventorySchema.NETWORK).equals("bridge")) {
      findings.add(
          Code.CONFLICT,
          from.position(),
          "no client from `local` could connect",
          "with `network: bridge` no node listens on its server's loopback address",
          "write `network: host`, or let these programs run on servers without a node");
    }
  }

  private void loopback(Scalar from) {
    findings.add(
        Code.CONFLICT,
        from.position(),
        "no client from `%s` could log in".formatted(from.text()),
        "from the loopback address everyone needs a node's certificate",
        "write `from: local` for programs on the nodes' own servers");
  }

  private void nodesOwn(Scalar from, HostDraft host) {
    findings.add(
        Code.CONFLICT,
        from.position(),
        "no client from `%s` could log in".formatted(from.text()),
        "it is the address of `%s`, from which everyone needs a node's certificate"
            .formatted(host.name()),
        "write `from: local` for programs on the nodes' own servers, and let them connect to"
            + " 127.0.0.1");
  }

  private void shutOut(Scalar from, Scalar network) {
    findings.add(
        Code.CONFLICT,
        from.position(),
        "no client from `%s` could log in".formatted(from.text()),
        "it is in the cluster network `%s` of line %d, where everyone needs a node's certificate"
            .formatted(network.text(), network.position().line()),
        "make `cluster_networks` smaller: the nodes' own addresses are enough, such as"
            + " `[10.0.0.10/32, 10.0.0.11/32]`");
  }
}
