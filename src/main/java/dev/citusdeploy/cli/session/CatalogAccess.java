package dev.citusdeploy.cli.session;

import dev.citusdeploy.catalog.AdvertisedFallback;
import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.SqlServer;
import dev.citusdeploy.catalog.jdbc.JdbcCatalogConnector;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.RunningAddress;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.secrets.ClusterSecrets;
import java.security.SecureRandom;
import java.util.List;

/// Access to the coordinator's catalog, through the connection to its host.
///
/// @param inventory the cluster
/// @param connections the run's connections
record CatalogAccess(Inventory inventory, Connections connections) {

  /// Whether the coordinator's server runs, so that it can be asked.
  boolean isOpen(ClusterFacts hosts) {
    Node coordinator = inventory.coordinator();
    return hosts.hosts().get(coordinator.host()) instanceof HostFacts.Known known
        && known
            .node(coordinator.name())
            .map(NodeFacts::container)
            .filter(container -> container.state().equals("running"))
            .isPresent();
  }

  /// What the catalog holds, or why it could not be read.
  ///
  /// @param roles the client roles that are read
  /// @param newData nodes that shall start with empty data: what only they hold is reported
  CatalogFacts read(
      ClusterFacts hosts, ClusterSecrets known, List<String> roles, List<NodeName> newData) {
    if (!isOpen(hosts)) {
      return new CatalogFacts.NotRunning();
    }
    try (CitusCatalog catalog = open(hosts, known)) {
      CatalogFacts.Known found = catalog.facts(roles);
      List<Integer> groups = groups(found, newData);
      return groups.isEmpty()
          ? found
          : found.with(found.metadata().with(catalog.shards().onlyCopies(groups)));
    } catch (ProblemException e) {
      return new CatalogFacts.Unavailable(e.problems().getFirst());
    }
  }

  private List<Integer> groups(CatalogFacts.Known found, List<NodeName> newData) {
    return inventory.workers().stream()
        .filter(node -> newData.contains(node.name()))
        .flatMap(node -> found.nodes().stream().filter(row -> row.address().equals(node.address())))
        .map(CatalogFacts.CatalogNode::group)
        .toList();
  }

  /// Opens the catalog of a coordinator whose host is connected to, where its server runs now.
  ///
  /// @throws ProblemException when it does not let us in
  CitusCatalog open(ClusterFacts hosts, ClusterSecrets known) {
    Node coordinator = inventory.coordinator();
    RemoteHost host =
        connections
            .existing(coordinator.host())
            .orElseThrow(() -> new IllegalStateException("not connected"));
    return connector(known).connect(host, RunningAddress.ofCoordinator(inventory, hosts));
  }

  /// Opens the catalog later, for those who execute a plan.
  CatalogConnector connector(ClusterSecrets known) {
    Node coordinator = inventory.coordinator();
    SqlServer server =
        new SqlServer(
            "the coordinator",
            inventory.addressOnHost(coordinator),
            coordinator.address().host(),
            ServerCommand.on(
                inventory.hostOf(coordinator), ServerCommand.log(inventory, coordinator, 100)));
    return new AdvertisedFallback(
        new JdbcCatalogConnector(
            RenderingInputs.credentials(inventory, known), server, new SecureRandom()),
        server.advertised());
  }

  /// Whether SQL could reach a coordinator that does not run yet: a server that forbids connections
  /// through its sshd is reported before anything is changed, not after the last node was started.
  List<Problem> problemsOfTheTunnel(ClusterFacts hosts) {
    Node coordinator = inventory.coordinator();
    if (!(hosts.hosts().get(coordinator.host()) instanceof HostFacts.Known) || isOpen(hosts)) {
      return List.of();
    }
    return connections.existing(coordinator.host()).map(this::tried).orElse(List.of());
  }

  private List<Problem> tried(RemoteHost host) {
    Node coordinator = inventory.coordinator();
    List<Problem> first = tried(host, inventory.addressOnHost(coordinator));
    // An address of that name that leads nowhere is no matter where the other one does.
    return first.isEmpty() || tried(host, coordinator.address()).isEmpty() ? List.of() : first;
  }

  private static List<Problem> tried(RemoteHost host, NodeAddress address) {
    try (ByteStream _ = host.connect(address.host(), address.port())) {
      return List.of();
    } catch (ProblemException e) {
      // That nothing listens there yet is as it should be.
      return e.problems().stream()
          .filter(problem -> problem.kind() == Problem.Kind.UNREACHABLE)
          .toList();
    }
  }
}
