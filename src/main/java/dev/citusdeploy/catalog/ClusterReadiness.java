package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Whether a node may be stopped now, according to the active nodes and the coordinator's catalog
/// at one moment.
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

  /// The same with other addresses in place of some.
  public ClusterReadiness readdressed(Map<NodeAddress, NodeAddress> moves) {
    return new ClusterReadiness(
        matrix.stream()
            .map(pair ->
                new HealthPair(
                    moves.getOrDefault(pair.from(), pair.from()),
                    moves.getOrDefault(pair.to(), pair.to()),
                    pair.result()))
            .toList(),
        nodes.stream()
            .map(node ->
                new NodeReadiness(
                    moves.getOrDefault(node.address(), node.address()),
                    node.silence(),
                    node.daemon(),
                    node.recovery(),
                    node.prepared()))
            .toList(),
        jobs);
  }

  /// Why the coordinator got no answer of the node at an address; empty when it did, or does not
  /// know the address.
  public String silence(NodeAddress address) {
    return nodes.stream()
        .filter(node -> node.address().equals(address))
        .map(NodeReadiness::silence)
        .findFirst()
        .orElse("");
  }

  /// Whether the coordinator got an answer of the node at an address.
  public boolean answers(NodeAddress address) {
    return nodes.stream().anyMatch(node -> node.address().equals(address) && node.answers());
  }

  /// Whether a node failed because its Citus library does not fit the extension in its data.
  public static boolean isLibraryUnfit(String words) {
    return words.contains("loaded Citus library version differs")
        || words.contains("loaded Citus library version is not compatible");
  }

  /// Whether a server's error message means that all its connections are in use.
  public static boolean isFull(String words) {
    return words.contains("too many clients") || words.contains("connection slots are reserved");
  }

  /// What one node reports.
  ///
  /// @param silence why the coordinator got no answer over TCP; empty when it did
  /// @param daemon whether Citus' maintenance daemon is awake
  /// @param recovery how often its daemon finishes prepared transactions; not positive for never
  /// @param prepared prepared transactions of nodes of this cluster that wait there for their end
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
  /// @param id its global name, chosen by the client that prepared it: foreign text
  /// @param transaction its number in the server, which distinguishes it from a later one of the
  ///   same name
  /// @param owner the role that prepared it: foreign text
  /// @param age how long it has been prepared
  /// @param ofCitus whether a node of this cluster may have prepared it, and so finishes it
  public record PreparedTransaction(
      String id, String transaction, String owner, Duration age, boolean ofCitus) {}

  /// A job that runs in the background.
  ///
  /// @param id `job_id`
  /// @param description in Citus' words: "Rebalance all colocation groups"
  /// @param state `scheduled`, `running`, `cancelling` or `failing`
  public record BackgroundJob(long id, String description, String state) {}
}
