package dev.citusdeploy.facts;

import dev.citusdeploy.model.NodeAddress;
import java.util.List;
import java.util.SequencedMap;

/// A container of this cluster.
///
/// @param id full id
/// @param name its name
/// @param imageId `sha256:…` of the image it was made from
/// @param state `running`, `exited`, `restarting` …; a container that ends again and again is
///   `restarting` also at a moment when it runs
/// @param health `healthy`, `unhealthy`, `starting`, or empty without a health check
/// @param labels all labels
/// @param network how it reaches the network
public record ContainerFacts(
    String id,
    String name,
    String imageId,
    String state,
    String health,
    SequencedMap<String, String> labels,
    Network network) {

  /// How a container reaches the network.
  ///
  /// @param mode `host`, or the name of a network of Docker's; empty when it is not known
  /// @param published where its TCP ports are published while it runs
  public record Network(String mode, List<NodeAddress> published) {
    /// Nothing is known.
    public static final Network UNKNOWN = new Network("", List.of());

    /// Copies the list.
    public Network {
      published = List.copyOf(published);
    }

    /// Whether it uses the server's own network, where nothing is published.
    public boolean isHost() {
      return mode.equals("host");
    }
  }

  /// The same container, as one that ends again and again.
  public ContainerFacts restarting() {
    return new ContainerFacts(id, name, imageId, "restarting", "", labels, network);
  }

  /// Whether it runs and its health check passes.
  public boolean isHealthy() {
    return state.equals("running") && health.equals("healthy");
  }
}
