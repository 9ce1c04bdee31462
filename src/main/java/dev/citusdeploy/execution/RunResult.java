package dev.citusdeploy.execution;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// How a run ended.
///
/// @param outcomes one for every step of the plan, in the plan's order
/// @param notes what the servers report of their settings at the end and did not before, such as
///   one that waits for a restart
public record RunResult(SequencedMap<Step, StepOutcome> outcomes, List<String> notes) {
  /// Copies map and list.
  public RunResult {
    outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    notes = List.copyOf(notes);
  }

  /// A run after which there is nothing to note.
  public RunResult(SequencedMap<Step, StepOutcome> outcomes) {
    this(outcomes, List.of());
  }

  /// Whether every step has been done.
  public boolean isComplete() {
    return outcomes.values().stream().allMatch(StepOutcome.Succeeded.class::isInstance);
  }

  /// How it ended, in the journals' word: `complete`, `interrupted` or `failed`.
  public String word(boolean interrupted) {
    if (isComplete()) {
      return "complete";
    }
    return interrupted ? "interrupted" : "failed";
  }

  /// The problems of all failed steps.
  public List<Problem> problems() {
    return outcomes.values().stream()
        .filter(StepOutcome.Failed.class::isInstance)
        .flatMap(outcome -> ((StepOutcome.Failed) outcome).problems().stream())
        .toList();
  }
}
