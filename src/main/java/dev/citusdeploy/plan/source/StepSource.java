package dev.citusdeploy.plan.source;

import dev.citusdeploy.plan.PlanDraft;

/// One subject of planning. Adds its steps to a plan that is being made, behind those of the
/// sources before it, and refers to these by milestones only.
public interface StepSource {
  /// Adds its steps.
  void addTo(PlanDraft draft);
}
