package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// The registered nodes: rows of `pg_dist_node`.
public interface NodeCatalog {
  /// The rows alone, in the order of their ids; no node is queried.
  List<CatalogFacts.CatalogNode> all();

  /// `citus_set_coordinator_host`; may be repeated.
  void setCoordinatorHost(NodeAddress address);

  /// Registers a worker, or activates it when its row is inactive or not synced; does nothing when
  /// it is active and synced. Returns the node's id.
  int add(NodeAddress address);

  /// `citus_update_node`, then waits until all metadata is synced.
  ///
  /// @param wait how long to wait for the sync
  void update(int nodeId, NodeAddress address, Duration wait);

  /// Copies all metadata to a registered worker again (`start_metadata_sync_to_node`), and
  /// reference tables that it lost.
  void syncMetadata(NodeAddress address);
}
