package dev.citusdeploy.plan;

import dev.citusdeploy.model.NodeName;
import java.util.List;

/// What somebody wants of a cluster, beside the inventory. Every command that changes a cluster
/// plans for one.
public sealed interface Intent {
  /// Nodes that may be changed, in the inventory's order; empty for all.
  List<NodeName> only();

  /// Whether hosts that don't answer are left out, instead of blocking the plan.
  boolean skipUnreachable();

  /// How many workers may be re-created at once.
  MaxUnavailable maxUnavailable();

  /// Whether files that were changed by hand may be written over.
  boolean overwriteDrift();

  /// Nodes that shall start with empty data, although they had data.
  List<NodeName> newData();

  /// This intent with [#skipUnreachable] off.
  Intent withoutSkipping();

  /// Make the cluster what the inventory describes (`plan`, `apply`).
  record Converge(
      List<NodeName> only,
      boolean skipUnreachable,
      MaxUnavailable maxUnavailable,
      boolean overwriteDrift,
      List<NodeName> newData)
      implements Intent {
    /// Everything, one node after the other, and nothing that was changed by hand.
    public static final Converge ALL =
        new Converge(List.of(), false, MaxUnavailable.ONE, false, List.of());

    /// Copies the lists.
    public Converge {
      only = List.copyOf(only);
      newData = List.copyOf(newData);
    }

    @Override
    public Converge withoutSkipping() {
      return new Converge(only, false, maxUnavailable, overwriteDrift, newData);
    }
  }
}
