package dev.citusdeploy.plan;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing to do on one host.
///
/// @param id stable: `<host-or-node>/<action>`
/// @param host where it happens; catalog steps happen on the coordinator's host
/// @param node the node it is about, null for a step about the whole host or cluster
/// @param action what to do
/// @param reason why, for people: "conf/postgresql.conf changed"
/// @param after ids of the steps that must have succeeded before
/// @param precondition what must still be so when it begins
public record Step(
    String id,
    HostName host,
    @Nullable NodeName node,
    Action action,
    String reason,
    List<String> after,
    Precondition precondition) {
  /// Copies the list.
  public Step {
    after = List.copyOf(after);
  }

  /// A step that depends on nothing but other steps.
  public Step(
      String id,
      HostName host,
      @Nullable NodeName node,
      Action action,
      String reason,
      List<String> after) {
    this(id, host, node, action, reason, after, new Precondition.None());
  }

  /// Whether nothing takes it back: data that was made, and what the catalog learnt for the first
  /// time, which all nodes then know.
  public boolean hasNoWayBack() {
    return switch (action.traits().wayBack()) {
      case YES -> false;
      case NO -> true;
      case IF_IT_WAS_THERE -> !precondition.foundSomething();
    };
  }

  /// The same step on a precondition.
  public Step on(Precondition other) {
    return new Step(id, host, node, action, reason, after, other);
  }
}
