package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;

/// Facts of sketched clusters, for tests of other rooms.
public final class SketchedFacts {
  private SketchedFacts() {}

  /// Servers that answer and hold nothing.
  public static ClusterFacts nothing(DesiredState desired) {
    return new SimulatedFleet().facts(desired);
  }
}
