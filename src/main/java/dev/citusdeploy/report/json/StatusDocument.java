package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.ClusterStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster's state: `status -o json`.
///
/// @param format version of the document, 1
/// @param image the inventory's
/// @param nodes the rows of `pg_dist_node`; absent where the catalog could not be read
/// @param connections which node reaches which other
record StatusDocument(
    int format,
    String cluster,
    boolean healthy,
    String image,
    String database,
    List<Host> hosts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Node> nodes,
    List<Connection> connections,
    List<String> notes,
    List<ProblemEntry> problems) {
  /// A host.
  ///
  /// @param reachable whether it answered
  /// @param problem why it did not; absent when it did
  /// @param server what it reported; null when it did not answer
  record Host(
      String host,
      boolean reachable,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ProblemEntry problem,
      @JsonUnwrapped @Nullable Server server) {}

  /// The server of a host that answered.
  ///
  /// @param system its operating system, for people
  /// @param docker version of the engine
  /// @param compose version of the Compose plugin
  record Server(
      String system,
      String docker,
      String compose,
      long dataFreeBytes,
      List<Container> containers) {}

  /// A node's container.
  ///
  /// @param state as Docker names it; null when there is none
  /// @param health as Docker names it; null when there is none
  record Container(String node, @Nullable String state, @Nullable String health) {}

  /// A row of `pg_dist_node`.
  ///
  /// @param role `coordinator` or `worker`
  /// @param load null where it was not measured
  /// @param versions null where the node did not report them
  /// @param settings null where the node did not report them
  record Node(
      int id,
      String address,
      String role,
      boolean active,
      boolean synced,
      boolean holdsShards,
      @JsonUnwrapped @Nullable Load load,
      @JsonUnwrapped @Nullable Versions versions,
      @JsonUnwrapped @Nullable SettingsEntry settings) {}

  /// How much a node holds.
  ///
  /// @param bytes of its shards; null where that took too long to measure
  record Load(long shards, @Nullable Long bytes) {}

  /// Versions on a node.
  ///
  /// @param extension of the Citus extension
  record Versions(String postgres, String citus, String extension) {}

  /// Whether one node reaches another.
  ///
  /// @param works null where the source could not be asked
  record Connection(String from, String to, @Nullable Boolean works) {}

  /// The document of a status.
  ///
  /// @param inventory how the command line names the inventory, for commands to paste
  static StatusDocument of(ClusterStatus status, String inventory) {
    return new StatusDocument(
        JsonDocument.FORMAT,
        status.inventory().cluster(),
        status.isHealthy(),
        status.inventory().image(),
        status.inventory().database(),
        status.facts().hosts().values().stream().map(host -> host(host, inventory)).toList(),
        status.facts().catalog() instanceof CatalogFacts.Known catalog
            ? catalog.nodes().stream().map(row -> node(status, catalog, row)).toList()
            : null,
        status.matrix().stream().map(StatusDocument::connection).toList(),
        status.notes(),
        ProblemEntry.of(status.problems(), inventory));
  }

  private static Host host(HostFacts facts, String inventory) {
    String name = facts.host().value();
    return switch (facts) {
      case HostFacts.Unreachable(var _, var problem) ->
          new Host(name, false, ProblemEntry.of(problem, inventory), null);
      case HostFacts.Known known ->
          new Host(
              name,
              true,
              null,
              new Server(
                  known.system().operatingSystem(),
                  known.engine().engineVersion(),
                  known.engine().composeVersion(),
                  known.system().data().freeBytes(),
                  known.nodes().values().stream().map(StatusDocument::container).toList()));
    };
  }

  private static Container container(NodeFacts node) {
    ContainerFacts container = node.container();
    return container == null
        ? new Container(node.name().value(), null, null)
        : new Container(node.name().value(), container.state(), container.health());
  }

  private static Node node(ClusterStatus status, CatalogFacts.Known catalog, CatalogNode row) {
    NodeVersions versions = catalog.versions().get(row.id());
    CatalogFacts.NodeSettings settings = catalog.settings().get(row.id());
    return new Node(
        row.id(),
        row.address().toString(),
        row.group() == 0 ? "coordinator" : "worker",
        row.active(),
        row.synced(),
        row.holdsShards(),
        status.loads().stream()
            .filter(load -> load.nodeId() == row.id())
            .findFirst()
            .map(load ->
                new Load(load.shards(), load.bytes().isPresent() ? load.bytes().getAsLong() : null))
            .orElse(null),
        versions == null
            ? null
            : new Versions(versions.postgres(), versions.citus(), versions.extension()),
        settings == null ? null : SettingsEntry.of(settings));
  }

  private static Connection connection(HealthPair pair) {
    return new Connection(pair.from().toString(), pair.to().toString(), pair.result());
  }
}
