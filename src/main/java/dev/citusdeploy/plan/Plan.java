package dev.citusdeploy.plan;

import dev.citusdeploy.model.Problem;
import java.util.List;

/// What `apply` will do, in an order in which it may be done one by one; steps that do not wait for
/// each other run side by side.
///
/// @param steps what to do; empty when the cluster is as desired
/// @param blockers why it must not be executed: unreachable hosts, foreign data, missing tools
/// @param notes what the reader should know and nothing is done about
public record Plan(List<Step> steps, List<Problem> blockers, List<String> notes) {
  /// Copies the lists.
  public Plan {
    steps = List.copyOf(steps);
    blockers = List.copyOf(blockers);
    notes = List.copyOf(notes);
  }

  /// Whether there is nothing to do and no blocker.
  public boolean isConverged() {
    return steps.isEmpty() && blockers.isEmpty();
  }
}
