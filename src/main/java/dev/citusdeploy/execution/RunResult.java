package dev.citusdeploy.execution;

import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// How a run ended: one outcome for every step of the plan, in the plan's order.
public record RunResult(SequencedMap<Step, StepOutcome> outcomes) {
  /// Copies the map.
  public RunResult {
    outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
  }

  /// Whether every step has been done.
  public boolean isComplete() {
    return outcomes.values().stream().allMatch(StepOutcome.Succeeded.class::isInstance);
  }

  /// How it ended, in the journals' word: `complete`, `interrupted` or `failed`.
  String word(boolean interrupted) {
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
