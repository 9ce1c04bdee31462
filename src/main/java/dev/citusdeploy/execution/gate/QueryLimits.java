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

  /// Whether a query that begins now begins in the first half of the limit. A later one has so
  /// little time that nodes seem silent which only had none to answer: what it finds is not
  /// reported.
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

  /// How long one node may take to reach another in such a query. A node that hangs costs as long
  /// twice, for the coordinator and then for the nodes that it asks, within a quarter of the query:
  /// that may be done twice, and each time half of it is for asking each node alone.
  public static Duration connect(Duration share) {
    Duration part = share.dividedBy(PARTS);
    Duration least = part.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT : part;
    return least.compareTo(CONNECT) < 0 ? least : CONNECT;
  }
}
