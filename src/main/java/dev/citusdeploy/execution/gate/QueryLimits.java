package dev.citusdeploy.execution.gate;

import dev.citusdeploy.execution.Deadline;
import java.time.Duration;

/// How the limit of a step is divided among the queries that it asks the coordinator about the
/// cluster's health, one after the other.
public final class QueryLimits {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SHORTEST_CONNECT = Duration.ofMillis(500);
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final int PARTS = 10;

  private QueryLimits() {}

  /// Whether a query that begins now begins in the first half of the limit. In a later one, nodes
  /// may seem not to answer that merely had no time to: its result is not reported.
  public static boolean isEarly(Deadline limit, Duration whole) {
    return limit.left().compareTo(whole.dividedBy(2)) >= 0;
  }

  /// How long a query may take, so that another can follow.
  static Duration share(Deadline limit) {
    return atLeast(limit.left().dividedBy(2));
  }

  /// A length in which a query can be answered.
  public static Duration atLeast(Duration length) {
    return length.compareTo(SHORTEST) < 0 ? SHORTEST : length;
  }

  /// How long one node may take to reach another in such a query: a tenth of it, between 0.5 and 5
  /// s. A node that hangs costs that four times: for the coordinator and for the nodes that it
  /// asks, in a query that may be repeated once, node by node.
  public static Duration connect(Duration share) {
    Duration part = share.dividedBy(PARTS);
    Duration least = part.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT : part;
    return least.compareTo(CONNECT) < 0 ? least : CONNECT;
  }
}
