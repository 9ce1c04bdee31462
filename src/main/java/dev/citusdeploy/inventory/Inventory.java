package dev.citusdeploy.inventory;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.SecretSource;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The desired cluster. Immutable; all checks that need no server have passed.
///
/// @param file the inventory file, for messages and for files beside it
/// @param cluster name of the cluster, of the form host names have
/// @param image database image with tag or digest
/// @param database name of the one Citus database
/// @param network how containers reach the network
/// @param lab whether this is a rehearsal, where the rehearsal image is allowed
/// @param sameMachine whether two hosts may be one machine
/// @param superuser PostgreSQL's bootstrap superuser
/// @param paths the two roots on a server
/// @param clients who may connect from outside
/// @param hosts the servers in the order of the file, ranges expanded
/// @param clusterNetworks networks in CIDR form that the nodes' connections may come from, besides
///   their advertised addresses
/// @param superuserPassword where the superuser's password comes from; null when it has none
/// @param overrides folder of files that replace packaged ones; null when there is none
public record Inventory(
    Path file,
    String cluster,
    String image,
    String database,
    NetworkMode network,
    boolean lab,
    boolean sameMachine,
    String superuser,
    Paths paths,
    List<Client> clients,
    List<Host> hosts,
    List<String> clusterNetworks,
    @Nullable SecretSource superuserPassword,
    @Nullable Path overrides) {
  /// Copies the lists.
  public Inventory {
    clients = List.copyOf(clients);
    hosts = List.copyOf(hosts);
    clusterNetworks = List.copyOf(clusterNetworks);
  }

  /// All nodes in the order of the hosts.
  public List<Node> nodes() {
    return hosts.stream().flatMap(host -> host.nodes().stream()).toList();
  }

  /// Names and places on the cluster's servers.
  public ServerLayout layout() {
    return new ServerLayout(cluster, paths);
  }

  /// The groups of nodes that hold the same data, in the order of the hosts.
  public List<NodeGroup> groups() {
    return nodes().stream().map(node -> new NodeGroup(node.role(), List.of(node))).toList();
  }

  /// Group 0.
  public NodeGroup coordinatorGroup() {
    return hosts.stream()
        .flatMap(host -> host.nodes().stream())
        .filter(node -> node.role() == Role.COORDINATOR)
        .findFirst()
        .map(node -> new NodeGroup(node.role(), List.of(node)))
        .orElseThrow();
  }

  /// The node that the inventory names as coordinator: what commands are run against. Plans ask
  /// their situation, which knows the primary of group 0.
  public Node coordinator() {
    return coordinatorGroup().nodes().getFirst();
  }

  /// The workers in the order of the hosts.
  public List<Node> workers() {
    return nodes().stream().filter(node -> node.role() == Role.WORKER).toList();
  }

  /// The host that a node runs on.
  public Host hostOf(Node node) {
    return host(node.host());
  }

  /// The host of a name.
  ///
  /// @throws java.util.NoSuchElementException when the inventory has no such host
  public Host host(HostName name) {
    return hosts.stream().filter(host -> host.name().equals(name)).findFirst().orElseThrow();
  }

  /// Where a node's server listens as seen from its own host.
  public NodeAddress addressOnHost(Node node) {
    return network == NetworkMode.HOST
        ? new NodeAddress("localhost", node.address().port())
        : node.address();
  }

  /// How containers reach the network.
  public enum NetworkMode {
    /// The server's own network: addresses are true and nothing is translated.
    HOST,
    /// A Docker bridge with the port published on the advertised address.
    BRIDGE
  }

  /// The two roots on a server, absolute, without a slash at the end.
  ///
  /// @param program root of configuration and state
  /// @param data root of the data folders
  public record Paths(String program, String data) {
    /// The roots for users with root rights.
    public static final Paths DEFAULT = new Paths("/opt/citus-deploy", "/var/lib/citus-deploy");
  }

  /// Who may connect over TLS with a password.
  ///
  /// @param from a network in CIDR form, or [#LOCAL]
  /// @param database the database
  /// @param role the role, created on the coordinator
  /// @param password where its password comes from; null when it is generated
  public record Client(String from, String database, String role, @Nullable SecretSource password) {
    /// Stands for the nodes' own servers: the loopback addresses.
    public static final String LOCAL = "local";

    /// Whether it is for programs on the nodes' own servers.
    public boolean isLocal() {
      return from.equals(LOCAL);
    }
  }
}
