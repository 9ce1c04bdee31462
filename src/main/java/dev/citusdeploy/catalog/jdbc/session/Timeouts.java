package dev.citusdeploy.catalog.jdbc.session;

import java.time.Duration;

/// Time limits of a session and of what is asked in it.
///
/// @param connect for TLS handshake and login, whole seconds
/// @param read how long an ordinary statement may take to answer, whole seconds
/// @param node how long connecting to one node may take while the catalog is read
/// @param statement how long the server may take for a statement without its own limit
/// @param alone how long one node may take to answer when it is queried alone
/// @param lock how long a change on a node may wait there for a lock
public record Timeouts(
    Duration connect,
    Duration read,
    Duration node,
    Duration statement,
    Duration alone,
    Duration lock) {
  /// The driver knows whole seconds only, and none means no limit.
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// Limit for a long statement when its session has no limit.
  static final Duration LONGEST = Duration.ofHours(1);

  /// The usual limits.
  public static final Timeouts USUAL =
      new Timeouts(
          Duration.ofSeconds(15),
          Duration.ofSeconds(90),
          Duration.ofSeconds(3),
          Duration.ofSeconds(20),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30));

  /// The same with a limit for the login.
  Timeouts within(Duration login) {
    Duration whole = login.compareTo(SHORTEST) < 0 ? SHORTEST : login;
    return new Timeouts(
        connect.compareTo(whole) < 0 ? connect : whole,
        read.compareTo(whole) < 0 ? read : whole,
        node,
        statement,
        alone,
        lock);
  }
}
