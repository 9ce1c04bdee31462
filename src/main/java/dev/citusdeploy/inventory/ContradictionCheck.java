package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.inventory.Value.Scalar;
import dev.citusdeploy.model.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds values that are fine alone and impossible together. Looks only at what is there and right,
/// so that no mistake is told twice.
final class ContradictionCheck {
  private final Checked root;
  private final List<HostDraft> hosts;
  private final Findings findings;

  ContradictionCheck(Checked root, Findings findings) {
    this.root = root;
    this.hosts = HostDraft.of(root);
    this.findings = findings;
  }

  /// Notes all contradictions.
  void run() {
    image();
    paths();
    clients();
    coordinator();
    addresses();
    loopback();
    new SettingsCheck(findings).run(root, hosts);
  }

  private void image() {
    Optional<Scalar> image = root.scalar(InventorySchema.IMAGE);
    if (image.isEmpty() || root.flag(InventorySchema.LAB)) {
      return;
    }
    ImageReference.parse(image.get().text())
        .movingPart()
        .ifPresent(why ->
            findings.add(
                Code.BAD_VALUE,
                image.get().position(),
                "`image` must name one fixed image, not `" + image.get().text() + "`",
                why,
                "give a version as its tag, such as `image: citusdata/citus:14.1.0`, or a"
                    + " digest; for a rehearsal add `lab: true`"));
  }

  private void paths() {
    Checked paths = root.section(InventorySchema.PATHS);
    String program = paths.text(InventorySchema.PROGRAM) + "/";
    String data = paths.text(InventorySchema.DATA) + "/";
    if (program.startsWith(data) || data.startsWith(program)) {
      conflict(
          root.position(InventorySchema.PATHS),
          "`paths.program` and `paths.data` lie one within the other",
          "configuration and data are kept apart, so that neither is ever taken for the other",
          "choose two folders side by side");
    }
  }

  private void clients() {
    String superuser = root.section(InventorySchema.POSTGRES).text(InventorySchema.SUPERUSER);
    Optional<String> database = root.scalar(InventorySchema.DATABASE).map(Scalar::text);
    Set<List<String>> seen = new HashSet<>();
    for (Checked client : root.items(InventorySchema.CLIENTS)) {
      client
          .scalar(InventorySchema.CLIENT_ROLE)
          .filter(role -> role.text().equals(superuser))
          .ifPresent(this::superuserAsClient);
      client
          .scalar(InventorySchema.CLIENT_DATABASE)
          .filter(given -> database.isPresent() && !given.text().equals(database.get()))
          .ifPresent(given -> otherDatabase(given, database.orElseThrow()));
      List<String> entry =
          client.mapping().entries().stream()
              .map(Value.Entry::value)
              .filter(Scalar.class::isInstance)
              .map(value -> ((Scalar) value).text())
              .toList();
      if (entry.size() == 3 && !seen.add(entry.stream().sorted().toList())) {
        conflict(
            client.mapping().position(),
            "the same client is listed twice",
            "",
            "remove one of the two");
      }
    }
  }

  private void superuserAsClient(Scalar role) {
    conflict(
        role.position(),
        "the superuser `" + role.text() + "` cannot be a client",
        "nobody logs in as superuser from outside; nodes and citus-deploy use certificates",
        "name a role of its own for the application, such as `role: app`");
  }

  private void otherDatabase(Scalar given, String database) {
    conflict(
        given.position(),
        "clients cannot open `" + given.text() + "`: the cluster's database is `" + database + "`",
        "a Citus cluster has one database",
        "write `database: " + database + "`");
  }

  private void coordinator() {
    HostDraft first = null;
    boolean anyUnknown = false;
    for (HostDraft host : hosts) {
      Optional<Role> role = host.role();
      anyUnknown |= role.isEmpty();
      if (role.isPresent() && role.get() == Role.COORDINATOR && first != null) {
        conflict(
            host.keys().position(InventorySchema.ROLE),
            "`" + host.name() + "` is a second coordinator",
            "`" + first.name() + "` in line " + first.at().line() + " is the first; there is one",
            "write `role: worker`");
      } else if (role.isPresent() && role.get() == Role.COORDINATOR) {
        first = host;
      }
    }
    if (first == null && !anyUnknown && !hosts.isEmpty()) {
      conflict(
          root.position(InventorySchema.HOSTS),
          "no host is the coordinator",
          "the coordinator holds the metadata and plans the queries",
          "give one host `role: coordinator`");
    }
  }

  private void addresses() {
    boolean allowed = root.scalar(InventorySchema.SAME_MACHINE).isPresent();
    Map<List<String>, List<HostDraft>> machines = new HashMap<>();
    Map<List<Object>, HostDraft> endpoints = new HashMap<>();
    for (HostDraft host : hosts) {
      boolean told = false;
      if (host.address().isPresent()) {
        List<HostDraft> machine = machines.computeIfAbsent(machine(host), _ -> new ArrayList<>());
        told = sharesMachine(host, machine, allowed);
        machine.add(host);
      }
      if (host.advertised().isPresent() && host.port().isPresent()) {
        HostDraft other = endpoints.putIfAbsent(endpoint(host), host);
        if (other != null && !told) {
          sameEndpoint(host, other);
        }
      }
    }
  }

  /// What SSH reaches: behind one address, sshd on two ports may well be two machines.
  private static List<String> machine(HostDraft host) {
    String address = NetworkAddress.canonical(host.address().orElseThrow().text());
    return List.of(address, host.sshText(InventorySchema.SSH_PORT));
  }

  private static List<Object> endpoint(HostDraft host) {
    String address = NetworkAddress.canonical(host.advertised().orElseThrow().text());
    return List.of(address, host.port().orElseThrow());
  }

  private boolean sharesMachine(HostDraft host, List<HostDraft> others, boolean allowed) {
    if (others.isEmpty()) {
      return false;
    }
    if (!allowed) {
      conflict(
          host.keys().position(InventorySchema.ADDRESS),
          "`%s` has the address of `%s`".formatted(host.name(), others.getFirst().name()),
          "nodes on one machine fail together",
          "correct the address; if it is meant so, add `same_machine: allowed` and give each host"
              + " a `port` of its own");
      return true;
    }
    Optional<HostDraft> samePort =
        others.stream().filter(other -> other.port().equals(host.port())).findFirst();
    samePort
        .filter(_ -> host.port().isPresent())
        .ifPresent(other ->
            conflict(
                portOrName(host),
                "`%s` has the machine and the port of `%s`".formatted(host.name(), other.name()),
                "only one server can listen on a port",
                "give it a `port` of its own"));
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
    return host.keys().scalar(InventorySchema.PORT).map(Scalar::position).orElse(host.at());
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
