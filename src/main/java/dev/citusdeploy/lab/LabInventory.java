package dev.citusdeploy.lab;

import java.util.ArrayList;
import java.util.List;

/// The inventory of a lab as text.
final class LabInventory {
  /// The database that the inventory names.
  static final String DATABASE = "app";

  private LabInventory() {}

  /// The text for some servers; the first one is the coordinator.
  ///
  /// @param image reference of the database image
  /// @param network the lab's network in CIDR form, whose addresses may connect as `app`
  static String text(String image, String network, List<LabServer> servers) {
    boolean further = servers.stream().anyMatch(server -> !server.furtherAddresses().isEmpty());
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Written by citus-deploy lab up. Edit it as you like: while the lab stays as it is,");
    lines.add("# it is left alone; when it has to change, your version is kept beside it.");
    lines.add("cluster: lab");
    lines.add("image: " + image);
    lines.add("database: " + DATABASE);
    lines.add("network: " + (further ? "bridge" : "host"));
    lines.add("lab: true");
    if (further) {
      lines.add("same_machine: allowed");
    }
    lines.add("ssh:");
    lines.add("  user: deploy");
    lines.add("  sudo: true");
    lines.add("  identity: ./id_ed25519");
    lines.add("  known_hosts: ./known_hosts");
    lines.add("clients:");
    lines.add("  - { from: " + network + ", database: " + DATABASE + ", role: app }");
    lines.add("hosts:");
    servers.forEach(server -> lines.addAll(hosts(server)));
    return String.join("\n", lines) + "\n";
  }

  /// The lines of `known_hosts` for one server.
  ///
  /// @param keys its host keys, each as type and key
  static List<String> knownHosts(LabServer server, List<String> keys) {
    List<String> addresses = new ArrayList<>(List.of(server.address()));
    addresses.addAll(server.furtherAddresses());
    return keys.stream().map(key -> String.join(",", addresses) + " " + key).toList();
  }

  private static List<String> hosts(LabServer server) {
    List<String> lines = new ArrayList<>();
    String role = server.number() == 1 ? "coordinator" : "worker";
    lines.add(host(server.host().value(), server.address(), role));
    for (int i = 0; i < server.furtherAddresses().size(); i++) {
      // Each further address is one more worker, of any server in the list.
      lines.add(host(server.host() + "-x" + (i + 1), server.furtherAddresses().get(i), "worker"));
    }
    return lines;
  }

  private static String host(String name, String address, String role) {
    return "  " + name + ": { address: " + address + ", role: " + role + " }";
  }
}
