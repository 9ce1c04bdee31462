package dev.citusdeploy.execution;

import dev.citusdeploy.plan.Step;
import java.time.Duration;

/// What happens during a run, in the order it happens. Steps never print; they tell this.
public sealed interface RunEvent {
  /// The step it is about.
  Step step();

  /// A step begins.
  record Started(Step step) implements RunEvent {}

  /// A step still waits for something.
  record Waiting(Step step, String what, Duration since) implements RunEvent {}

  /// A step ended.
  record Ended(Step step, StepOutcome outcome) implements RunEvent {}
}
