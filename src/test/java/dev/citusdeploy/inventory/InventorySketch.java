package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Inventory.Client;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.model.HostName;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Inventories and their parts for tests, where only what a test is about is spelled out.
///
/// @param file the inventory file
/// @param image the database image
/// @param lab whether it is a rehearsal
/// @param sameMachine whether two hosts may be one machine
/// @param paths the two roots on a server
/// @param clients who may connect
/// @param hosts the servers
public record InventorySketch(
    Path file,
    String image,
    boolean lab,
    boolean sameMachine,
    Paths paths,
    List<Client> clients,
    List<Host> hosts) {

  /// A cluster `shop` of these hosts, for no clients.
  public static InventorySketch of(List<Host> hosts) {
    return new InventorySketch(
        Path.of("inventory.yml"),
        "citusdata/citus:14.1.0",
        false,
        false,
        Paths.DEFAULT,
        List.of(),
        hosts);
  }

  public InventorySketch withFile(String name) {
    return new InventorySketch(Path.of(name), image, lab, sameMachine, paths, clients, hosts);
  }

  public InventorySketch withImage(String other, boolean rehearsal) {
    return new InventorySketch(file, other, rehearsal, sameMachine, paths, clients, hosts);
  }

  public InventorySketch withSameMachine(boolean allowed) {
    return new InventorySketch(file, image, lab, allowed, paths, clients, hosts);
  }

  public InventorySketch withPaths(Paths other) {
    return new InventorySketch(file, image, lab, sameMachine, other, clients, hosts);
  }

  public InventorySketch withClients(Client... those) {
    return new InventorySketch(file, image, lab, sameMachine, paths, List.of(those), hosts);
  }

  public Inventory inventory() {
    return new Inventory(
        file,
        "shop",
        image,
        "shop",
        Inventory.NetworkMode.HOST,
        lab,
        sameMachine,
        "postgres",
        paths,
        clients,
        hosts,
        List.of(),
        null,
        null);
  }

  /// A server whose nodes listen on no further addresses.
  public static Host host(
      HostName name, String address, Host.Ssh ssh, List<Node> nodes, String where) {
    return new Host(name, address, ssh, Host.Listen.USUAL, nodes, where);
  }

  /// A login without jump hosts.
  public static Host.Ssh login(
      String user, int port, @Nullable Path identity, Path knownHosts, boolean sudo) {
    return new Host.Ssh(user, port, identity, knownHosts, sudo, List.of());
  }

  /// A client whose password is generated.
  public static Client client(String from, String database, String role) {
    return new Client(from, database, role, null);
  }
}
