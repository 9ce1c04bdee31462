package dev.citusdeploy.catalog;

import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;

/// Whether a node may be stopped now: what the active nodes and the coordinator's catalog say in
/// one moment.
///
/// @param matrix every pair of active nodes
/// @param nodes the active nodes
/// @param jobs background jobs of Citus that have not ended, such as a rebalance
public record ClusterReadiness(
    List<HealthPair> matrix, List<NodeReadiness> nodes, List<BackgroundJob> jobs) {
  /// Copies the lists.
  public ClusterReadiness {
    matrix = List.copyOf(matrix);
    nodes = List.copyOf(nodes);
    jobs = List.copyOf(jobs);
  }

  /// What one node says.
  ///
  /// @param silence why the coordinator got no answer over TCP; empty when it did
  /// @param daemon whether Citus' maintenance daemon is awake
  /// @param recovery how often its daemon finishes prepared transactions; not positive for never
  /// @param prepared prepared transactions of Citus that wait there for their end
  public record NodeReadiness(
      NodeAddress address,
      String silence,
      boolean daemon,
      Duration recovery,
      List<PreparedTransaction> prepared) {
    /// Copies the list.
    public NodeReadiness {
      prepared = List.copyOf(prepared);
    }

    /// Whether it answered.
    public boolean answers() {
      return silence.isEmpty();
    }
  }

  /// A prepared transaction.
  ///
  /// @param id its name, `citus_<group it came from>_…`
  /// @param age how long it has been prepared
  public record PreparedTransaction(String id, Duration age) {}

  /// A job that runs in the background.
  ///
  /// @param id `job_id`
  /// @param description in Citus' words: "Rebalance all colocation groups"
  /// @param state `scheduled`, `running`, `cancelling` or `failing`
  public record BackgroundJob(long id, String description, String state) {}
}
