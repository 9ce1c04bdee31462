package dev.citusdeploy.execution;

import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.util.List;

/// What happens during a run, in the order it happens. Steps never print; they report events.
public sealed interface RunEvent {
  /// A step begins.
  record Started(Step step) implements RunEvent {}

  /// A step still waits for something.
  record Waiting(Step step, String what, Duration since) implements RunEvent {}

  /// A job that a step waits for makes progress, or does not: reported as often as [Waiting], in
  /// its place.
  record Progressed(Step step, JobProgress progress, Duration since) implements RunEvent {}

  /// A step ended.
  record Ended(Step step, StepOutcome outcome) implements RunEvent {}

  /// Somebody asked the run to end: no step begins any more.
  ///
  /// @param underWay steps that the run still waits for
  record Interrupted(List<Step> underWay) implements RunEvent {
    /// Copies the list.
    public Interrupted {
      underWay = List.copyOf(underWay);
    }
  }
}
