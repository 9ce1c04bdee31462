package dev.citusdeploy.catalog;

import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.RecordedCollation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The coordinator's catalog, read in one statement.
public sealed interface CatalogFacts {
  /// There is no running coordinator to ask.
  record NotRunning() implements CatalogFacts {}

  /// The coordinator's container runs, but SQL does not answer.
  record Unavailable(Problem problem) implements CatalogFacts {}

  /// It answered.
  ///
  /// @param nodes rows of `pg_dist_node` in the order of their ids
  /// @param versions versions by node id, of all nodes that answered `run_command_on_all_nodes`
  /// @param roles the requested roles that exist, by name
  /// @param settings settings of the same nodes, by node id
  /// @param sessions sessions and transactions of the same nodes, by node id
  /// @param failures why the others gave no answer, by node id; in the words of the coordinator
  /// @param metadata what the nodes' own copies of the metadata hold
  /// @param access what nodes report of roles besides
  record Known(
      List<CatalogNode> nodes,
      SequencedMap<Integer, NodeVersions> versions,
      SequencedMap<String, ClientRole> roles,
      SequencedMap<Integer, NodeSettings> settings,
      SequencedMap<Integer, NodeSessions> sessions,
      SequencedMap<Integer, String> failures,
      MetadataFacts metadata,
      RoleFacts access)
      implements CatalogFacts {

    /// The same with more about the metadata.
    public Known with(MetadataFacts more) {
      return new Known(nodes, versions, roles, settings, sessions, failures, more, access);
    }

    /// The same with other addresses in place of some.
    public Known readdressed(Map<NodeAddress, NodeAddress> moves) {
      return new Known(
          nodes.stream()
              .map(row ->
                  new CatalogNode(
                      row.id(),
                      row.group(),
                      moves.getOrDefault(row.address(), row.address()),
                      row.active(),
                      row.synced(),
                      row.holdsShards()))
              .toList(),
          versions,
          roles,
          settings,
          sessions,
          failures,
          metadata,
          access);
    }
  }

  /// A row of `pg_dist_node`.
  ///
  /// @param id `nodeid`
  /// @param group `groupid`, 0 is the coordinator's
  /// @param address `nodename`, `nodeport`
  /// @param active `isactive`
  /// @param synced `metadatasynced`
  /// @param holdsShards `shouldhaveshards`
  record CatalogNode(
      int id,
      int group,
      NodeAddress address,
      boolean active,
      boolean synced,
      boolean holdsShards) {}

  /// Versions on a node.
  ///
  /// @param postgres `server_version`
  /// @param citus `citus_version()`
  /// @param extension `extversion` of the Citus extension
  record NodeVersions(String postgres, String citus, String extension) {
    private static final Pattern LIBRARY = Pattern.compile("Citus ([0-9]+\\.[0-9]+)\\b");
    private static final Pattern EXTENSION = Pattern.compile("([0-9]+\\.[0-9]+)-[0-9]+");
    private static final Pattern CITUS = Pattern.compile("Citus [0-9][0-9A-Za-z.]{0,20}\\b");

    /// Whether the node's library has another Citus version than the extension in its data; false
    /// where a version is not in the usual form.
    public boolean isLibraryUnfit() {
      Matcher library = LIBRARY.matcher(citus);
      Matcher data = EXTENSION.matcher(extension);
      return library.lookingAt() && data.matches() && !library.group(1).equals(data.group(1));
    }

    /// The Citus version without its build details, for the middle of a sentence: "Citus 14.0.1".
    public String citusName() {
      Matcher name = CITUS.matcher(citus);
      return name.lookingAt() ? name.group() : ForeignText.inline(citus);
    }
  }

  /// A client's role on the coordinator.
  ///
  /// @param verifier `pg_authid.rolpassword`, empty when it has no password
  /// @param ownSchema whether a schema of the role's name exists in which it may create
  /// @param publicOpen whether it was granted, itself or as PUBLIC, to create in schema `public`
  /// @param tablesInPublic how many tables and materialized views it owns in schema `public`
  /// @param canLogin whether it may log in
  /// @param mayConnect whether it may connect to the cluster's database and make temporary tables
  record ClientRole(
      String verifier,
      boolean ownSchema,
      boolean publicOpen,
      long tablesInPublic,
      boolean canLogin,
      boolean mayConnect) {

    /// Whether it works in its own schema and cannot create in `public`; a role that owns tables
    /// there keeps the right, which it needs for their indexes and when their shards move.
    public boolean isConfined() {
      return tablesInPublic > 0 || (ownSchema && !publicOpen);
    }
  }

  /// Sessions and transactions on a node.
  ///
  /// @param clientsRestricted whether sessions of the superuser in the cluster's database begin
  ///   with `search_path = pg_catalog, pg_temp`, and clients cannot execute Citus' internal
  ///   functions
  /// @param connections sessions of clients, nodes and operators, all counted
  /// @param recovery how often the node's daemon finishes prepared transactions; not positive for
  ///   never
  /// @param prepared prepared transactions in the cluster's database, the oldest first
  record NodeSessions(
      boolean clientsRestricted,
      int connections,
      Duration recovery,
      List<PreparedTransaction> prepared) {
    /// Copies the list.
    public NodeSessions {
      prepared = List.copyOf(prepared);
    }
  }

  /// Settings of a node.
  ///
  /// @param maxConnections `max_connections` of the running server
  /// @param findings settings that differ from its postgresql.conf, in a fixed order
  /// @param collations versions that its databases, and collations in use, record
  record NodeSettings(
      int maxConnections, List<SettingFinding> findings, List<RecordedCollation> collations) {
    /// Copies the lists.
    public NodeSettings {
      findings = List.copyOf(findings);
      collations = List.copyOf(collations);
    }
  }

  /// A setting that differs, or still differs, from a node's postgresql.conf. Values that may hold
  /// a password are `***`.
  sealed interface SettingFinding {
    /// `postgresql.auto.conf` in the data folder (ALTER SYSTEM) sets it, and wins.
    ///
    /// @param value what it sets
    /// @param beaten the value in postgresql.conf; null when it has none
    /// @param waits whether it needs a restart to take effect
    record SetInDataFolder(String name, String value, @Nullable String beaten, boolean waits)
        implements SettingFinding {}

    /// A changed value that takes effect at a restart only.
    record AwaitsRestart(String name) implements SettingFinding {}

    /// A line that the server does not accept.
    ///
    /// @param file its path inside the container
    /// @param line its number, 0 where the server names none: the file cannot be read
    /// @param name of the setting, empty when the line is not a setting
    /// @param error the server's own words
    record WrongLine(String file, int line, String name, String error) implements SettingFinding {}
  }
}
