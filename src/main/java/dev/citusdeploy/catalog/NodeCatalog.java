package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// The registered nodes: rows of `pg_dist_node`.
public interface NodeCatalog {
  /// The rows alone, in the order of their ids; no node is asked anything.
  List<CatalogFacts.CatalogNode> all();

  /// `citus_set_coordinator_host`: repeatable.
  void setCoordinatorHost(NodeAddress address);

  /// Registers a worker, or activates it when its row is inactive or not synced; nothing when it is
  /// as it should be. Returns the node's id.
  int add(NodeAddress address);

  /// `citus_update_node`, then waits until all metadata is synced.
  ///
  /// @param wait how long to wait for the sync
  void update(int nodeId, NodeAddress address, Duration wait);

  /// Gives a registered worker all metadata anew (`start_metadata_sync_to_node`), and copies of
  /// reference tables that it lost.
  void syncMetadata(NodeAddress address);
}
