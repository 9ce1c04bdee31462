package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.schema.LoginKeys;
import dev.citusdeploy.inventory.schema.ServerKeys;
import dev.citusdeploy.inventory.text.NetworkAddress;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds hosts that collide, including ranges and several nodes per host. Reports the line of a
/// range and the name of the host.
final class HostCollisionCheck {
  private static final int LAST_PORT = 65535;

  private final CheckedSection root;
  private final List<HostDraft> hosts;
  private final InventoryProblems findings;

  HostCollisionCheck(CheckedSection root, List<HostDraft> hosts, InventoryProblems findings) {
    this.root = root;
    this.hosts = hosts;
    this.findings = findings;
  }

  /// Reports all collisions.
  void run() {
    hosts.forEach(this::nodes);
    names();
    addresses();
    loopback();
  }

  private void nodes(HostDraft host) {
    List<String> names = host.nodeNames();
    if (names.size() == 1) {
      return;
    }
    Position at = host.keys().position(ServerKeys.HOST_NODES);
    if (host.role().filter(role -> role == Role.COORDINATOR).isPresent()) {
      conflict(
          at,
          "`%s` is the coordinator and cannot have %d nodes".formatted(host.name(), names.size()),
          "a cluster has one coordinator, and all nodes of a host have its role",
          "write `nodes: 1`; for workers on the same machine add a host with `role: worker` and"
              + " another `port`, and `same_machine: allowed`");
    }
    if (HostName.isValid(host.name()) && !HostName.isValid(names.getLast())) {
      conflict(
          at,
          "the node name `" + names.getLast() + "` is too long",
          "names have at most 40 characters, and the nodes of a host are numbered in theirs",
          "shorten the host's name");
    }
    List<Integer> ports = host.ports();
    if (!ports.isEmpty() && ports.getLast() > LAST_PORT) {
      conflict(
          at,
          "node %d of `%s` would have the port %d"
              .formatted(names.size(), host.name(), ports.getLast()),
          "each node has the port after the one before it, and the last port is " + LAST_PORT,
          "begin with a smaller `port`");
    }
  }

  /// Host names alone cannot collide: a duplicate key was reported already.
  private void names() {
    Map<String, HostDraft> byName = new HashMap<>();
    hosts.forEach(host -> byName.put(host.name(), host));
    Map<String, HostDraft> taken = new HashMap<>();
    for (HostDraft host : hosts) {
      List<String> names = host.nodeNames();
      for (int i = 1; i < names.size(); i++) {
        HostDraft other = byName.get(names.get(i));
        if (other == null) {
          other = taken.putIfAbsent(names.get(i), host);
        }
        if (other != null) {
          conflict(
              host.keys().position(ServerKeys.HOST_NODES),
              "node %d of `%s` would be named `%s`, which is taken"
                  .formatted(i + 1, host.name(), names.get(i)),
              "`%s` in line %d has that name".formatted(other.name(), other.at().line()),
              "rename one of the two hosts");
        }
      }
    }
  }

  private void addresses() {
    boolean allowed = root.scalar(InventorySchema.SAME_MACHINE).isPresent();
    Map<List<String>, List<HostDraft>> machines = new HashMap<>();
    Map<List<Object>, HostDraft> endpoints = new HashMap<>();
    for (HostDraft host : hosts) {
      boolean isReported = false;
      if (host.address().isPresent()) {
        List<HostDraft> machine = machines.computeIfAbsent(machine(host), _ -> new ArrayList<>());
        isReported = sharesMachine(host, machine, allowed);
        machine.add(host);
      }
      if (host.advertised().isPresent()) {
        Optional<HostDraft> other = advertises(host, endpoints);
        if (other.isPresent() && !isReported) {
          sameEndpoint(host, other.get());
        }
      }
    }
  }

  /// The SSH destination: two ports of one address may be two machines, and so may one private
  /// address behind two jump hosts.
  private static List<String> machine(HostDraft host) {
    List<String> machine = new ArrayList<>();
    machine.add(NetworkAddress.canonical(host.address().orElseThrow().text()));
    machine.add(host.sshText(LoginKeys.SSH_PORT));
    host.jump().forEach(jump -> machine.add(jump.text()));
    return machine;
  }

  /// Another host that advertises one of its endpoints, if there is one.
  private static Optional<HostDraft> advertises(
      HostDraft host, Map<List<Object>, HostDraft> endpoints) {
    String address = NetworkAddress.canonical(host.advertised().orElseThrow().text());
    Optional<HostDraft> found = Optional.empty();
    for (int port : host.ports()) {
      HostDraft other = endpoints.putIfAbsent(List.of(address, port), host);
      found = found.or(() -> Optional.ofNullable(other));
    }
    return found;
  }

  private boolean sharesMachine(HostDraft host, List<HostDraft> others, boolean allowed) {
    if (others.isEmpty()) {
      return false;
    }
    if (!allowed) {
      conflict(
          host.keys().position(ServerKeys.ADDRESS),
          "`%s` has the address of `%s`".formatted(host.name(), others.getFirst().name()),
          "nodes on one machine fail together",
          "correct the address; if it is intended, add `same_machine: allowed` and give each host"
              + " a `port` of its own");
      return true;
    }
    Optional<HostDraft> samePort =
        others.stream()
            .filter(other -> other.ports().stream().anyMatch(host.ports()::contains))
            .findFirst();
    samePort.ifPresent(other ->
        conflict(
            portOrName(host),
            "`%s` has the machine and the port of `%s`".formatted(host.name(), other.name()),
            "only one server can listen on a port",
            "give it a `port` of its own, such as `port: "
                + Math.min(LAST_PORT, host.ports().getLast() + 1)
                + "`"));
    return samePort.isPresent();
  }

  private void sameEndpoint(HostDraft host, HostDraft other) {
    conflict(
        host.advertised().orElseThrow().position(),
        "`%s` advertises the address and port of `%s`".formatted(host.name(), other.name()),
        "nodes find each other by it",
        "correct `advertise` or `port`");
  }

  private static Position portOrName(HostDraft host) {
    return host.keys().scalar(ServerKeys.PORT).map(Scalar::position).orElse(host.at());
  }

  private void loopback() {
    if (hosts.size() < 2 || root.scalar(InventorySchema.SAME_MACHINE).isPresent()) {
      return;
    }
    for (HostDraft host : hosts) {
      host.advertised()
          .filter(address -> NetworkAddress.isLoopback(address.text()))
          .ifPresent(address ->
              conflict(
                  address.position(),
                  "`" + host.name() + "` advertises `" + address.text() + "`",
                  "that is every machine's own address: other nodes would reach themselves",
                  "give an address that the other hosts can reach as `advertise`"));
    }
  }

  private void conflict(Position where, String what, String why, String remedy) {
    findings.add(Code.CONFLICT, where, what, why, remedy);
  }
}
