package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The coordinator's catalog over one SQL session in autocommit. All methods throw
/// [ProblemException] with the server's own words when a statement fails; each may be called again.
public interface CitusCatalog extends AutoCloseable {
  /// Nodes, versions and roles in one statement.
  ///
  /// @param roles names of roles whose verifiers are wanted
  CatalogFacts.Known look(List<String> roles);

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

  /// Creates a login role with a password and the right to create objects in the database's public
  /// schema, or sets its password when it exists.
  void putRole(String role, Secret password, String database);

  /// Reloads the configuration of this node (`pg_reload_conf`).
  void reload();

  /// Whether every active node reaches every active node, itself included: the pairs of
  /// `citus_check_cluster_node_health`.
  ///
  /// @param connectTimeout how long one node may take to reach another
  List<HealthPair> healthMatrix(Duration connectTimeout);

  /// Whether a node may be stopped now, in one statement; wakes maintenance daemons that sleep.
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
  record NodeLoad(int nodeId, long shards, long bytes) {}
}
