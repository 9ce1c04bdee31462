package dev.citusdeploy.execution.script;

import java.time.Duration;

/// How long a script waits itself, within the deadline after which nobody listens to it any more.
public final class ScriptLimit {
  private static final Duration MARGIN = Duration.ofSeconds(20);
  private static final int PARTS = 5;

  private ScriptLimit() {}

  /// Less than the deadline, so that the script can still report why.
  public static long waitSeconds(Duration deadline) {
    Duration part = deadline.dividedBy(PARTS);
    return Math.max(1, deadline.minus(part.compareTo(MARGIN) < 0 ? part : MARGIN).toSeconds());
  }
}
