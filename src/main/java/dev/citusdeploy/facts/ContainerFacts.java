package dev.citusdeploy.facts;

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
public record ContainerFacts(
    String id,
    String name,
    String imageId,
    String state,
    String health,
    SequencedMap<String, String> labels) {
  /// The same container, as one that ends again and again.
  ContainerFacts restarting() {
    return new ContainerFacts(id, name, imageId, "restarting", "", labels);
  }

  /// Whether it runs and its health check passes.
  public boolean isHealthy() {
    return state.equals("running") && health.equals("healthy");
  }
}
