package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Gives a registered worker the coordinator's metadata again, and copies of reference tables that
/// it lost.
public record SyncMetadata(NodeAddress address) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("sync-metadata", Symbol.CHANGE, Place.CATALOG).interrupt(Interrupt.ENDS_SOON);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "sync metadata to " + address;
  }

  @Override
  public String awaited() {
    return "it to take the metadata";
  }
}
