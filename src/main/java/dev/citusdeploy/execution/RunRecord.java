package dev.citusdeploy.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A run as the servers' journals tell it.
///
/// @param id id of the run
/// @param who user and machine, empty when no host of those that answered knows
/// @param command what was asked for
/// @param began when its first line was written, by that server's clock
/// @param ended when its last line was written, null when it never said so: it was cut off, or it
///   is still under way
/// @param outcome what it said at its end: `complete`, `failed` or `interrupted`; empty without one
/// @param steps its steps in the order they began
public record RunRecord(
    String id,
    String who,
    String command,
    Instant began,
    @Nullable Instant ended,
    String outcome,
    List<StepRecord> steps) {
  /// Copies the list.
  public RunRecord {
    steps = List.copyOf(steps);
  }

  /// A step of a run.
  ///
  /// @param id id of the step
  /// @param host where it happened
  /// @param reason why it was done
  /// @param began when it began, by its server's clock
  /// @param took how long it took in whole seconds, null when its end is not known
  /// @param exitCode how its script ended, null when it is not known
  public record StepRecord(
      String id,
      String host,
      String reason,
      Instant began,
      @Nullable Duration took,
      @Nullable Integer exitCode) {}
}
