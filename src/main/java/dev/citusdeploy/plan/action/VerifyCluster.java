package dev.citusdeploy.plan.action;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Checks the cluster after changes: health of every pair, equal versions, all nodes active and
/// synced.
public record VerifyCluster() implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("verify-cluster", Symbol.CHECK, Place.CATALOG).interrupt(Interrupt.ENDS);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "verify the cluster";
  }

  @Override
  public String awaited() {
    return "every node to reach every other one";
  }
}
