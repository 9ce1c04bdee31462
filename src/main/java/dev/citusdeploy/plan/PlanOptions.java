package dev.citusdeploy.plan;

import dev.citusdeploy.model.NodeName;
import java.util.List;

/// What a plan is to leave out, and how careful it is to be.
///
/// @param only nodes that may be changed, in the inventory's order; empty for all
/// @param skipUnreachable whether hosts that don't answer are left out, instead of being in the way
/// @param maxUnavailable how many workers may be re-created at once
/// @param overwriteDrift whether files that were changed by hand may be written over
/// @param newData nodes that shall start anew with empty data, although they had data
public record PlanOptions(
    List<NodeName> only,
    boolean skipUnreachable,
    MaxUnavailable maxUnavailable,
    boolean overwriteDrift,
    List<NodeName> newData) {
  /// Everything, one node after the other, and nothing that was changed by hand.
  public static final PlanOptions ALL =
      new PlanOptions(List.of(), false, MaxUnavailable.ONE, false, List.of());

  /// Copies the list.
  public PlanOptions {
    only = List.copyOf(only);
    newData = List.copyOf(newData);
  }
}
