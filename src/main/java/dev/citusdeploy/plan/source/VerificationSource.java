package dev.citusdeploy.plan.source;

import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.action.VerifyCluster;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;

/// The check of the whole cluster behind everything else. One that failed after an earlier run's
/// last change must not be forgotten.
public final class VerificationSource implements StepSource {
  private final Situation situation;
  private final CatalogView catalog;

  /// The check of a cluster.
  public VerificationSource(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
  }

  @Override
  public void addTo(PlanDraft draft) {
    boolean changes = !draft.steps().isEmpty();
    if (!changes && catalog.reportsOneVersion(situation.desired().nodes())) {
      return;
    }
    Node coordinator = situation.coordinator().node();
    Action action = new VerifyCluster();
    draft
        .inCatalog(
            coordinator.name() + "/" + action.word(),
            coordinator,
            null,
            action,
            changes
                ? "something changes"
                : "not every node reports the same versions to the coordinator")
        .after(draft.lastSteps())
        .add();
  }
}
