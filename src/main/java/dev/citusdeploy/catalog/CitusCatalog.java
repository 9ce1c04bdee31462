package dev.citusdeploy.catalog;

import dev.citusdeploy.catalog.MetadataFacts.TableShards;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The coordinator's catalog over one SQL session in autocommit. All methods throw
/// [ProblemException] with the server's own words when a statement fails; each may be called again.
public interface CitusCatalog extends AutoCloseable {
  /// Sets how long everything that is asked from now on may take together. What has not ended by
  /// then fails as in [#gotNoAnswer], a moment later at most, whether the servers live or not.
  void within(Duration limit);

  /// Which of some nodes do not answer a connection of the coordinator: all are asked at once.
  ///
  /// @param limit how long one may take
  List<NodeAddress> silent(List<NodeAddress> nodes, Duration limit);

  /// Whether something failed because no answer came in time.
  static boolean gotNoAnswer(ProblemException failure) {
    return failure.problems().getFirst().code().equals(NO_ANSWER);
  }

  /// The code of the problem of a statement that got no answer in time.
  String NO_ANSWER = "sql-timeout";

  /// Nodes, versions and roles in one statement.
  ///
  /// @param roles names of roles whose verifiers are wanted
  CatalogFacts.Known look(List<String> roles);

  /// Tables with shards that no other group holds, by group.
  ///
  /// @param groups the groups in question
  SequencedMap<Integer, List<TableShards>> onlyCopies(List<Integer> groups);

  /// Gives a registered worker all metadata anew (`start_metadata_sync_to_node`), and copies of
  /// reference tables that it lost.
  void syncMetadata(NodeAddress address);

  /// The rows of `pg_dist_node` alone, in the order of their ids; no node is asked anything.
  List<CatalogFacts.CatalogNode> nodes();

  /// `citus_set_coordinator_host`: repeatable.
  void setCoordinatorHost(NodeAddress address);

  /// Registers a worker, or activates it when its row is inactive or not synced; nothing when it is
  /// as it should be. Returns the node's id.
  int addNode(NodeAddress address);

  /// `citus_update_node`, then waits until all metadata is synced.
  ///
  /// @param wait how long to wait for the sync
  void updateNode(int nodeId, NodeAddress address, Duration wait);

  /// Creates a login role with a password and a schema of its own name, in which alone it may
  /// create; or gives an existing role what it lacks of that. A role that owns tables in schema
  /// `public` keeps its rights there and gets no schema: see [CatalogFacts.ClientRole#isConfined].
  void putRole(String role, Secret password, String database);

  /// On all nodes: lets every session of the superuser in this database begin with `search_path =
  /// pg_catalog, pg_temp`, so that no name in it means what a client made, and closes Citus'
  /// internal functions to clients.
  void restrictClients(String superuser, String database);

  /// Reloads the configuration of this node (`pg_reload_conf`).
  void reload();

  /// Whether every active node reaches every active node, itself included, and whether one may be
  /// stopped now, in one statement; wakes maintenance daemons that sleep.
  ///
  /// @param connectTimeout how long one node may take to reach another
  ClusterReadiness readiness(Duration connectTimeout);

  /// Lets every active node that answers finish the prepared transactions it began, as its daemon
  /// does from time to time (`recover_prepared_transactions`).
  void finishPreparedTransactions();

  /// Shards and bytes by node id, reference tables' copies not counted as shards.
  List<NodeLoad> loads();

  @Override
  void close();

  /// Whether one node reaches another.
  ///
  /// @param result true it does, false it does not, null when the source could not be asked
  record HealthPair(NodeAddress from, NodeAddress to, @Nullable Boolean result) {}

  /// What a node carries.
  ///
  /// @param bytes of its shards; empty where they could not be measured, as a client holds a lock
  record NodeLoad(int nodeId, long shards, OptionalLong bytes) {}
}
