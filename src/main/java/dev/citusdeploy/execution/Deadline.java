package dev.citusdeploy.execution;

import java.time.Duration;

/// A moment by which something must have ended, by a clock that nobody sets.
///
/// @param nanos the moment on the clock of [System#nanoTime]
public record Deadline(long nanos) {
  /// So long after now.
  public static Deadline in(Duration length) {
    return new Deadline(System.nanoTime() + length.toNanos());
  }

  /// How long until then; not positive when it has passed.
  public Duration left() {
    return Duration.ofNanos(nanos - System.nanoTime());
  }

  /// Whether it has passed.
  public boolean hasPassed() {
    return !left().isPositive();
  }
}
