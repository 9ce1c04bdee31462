package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.ActionTraits.WayBack;
import java.util.List;

/// Registers a worker, or activates a registered one that is inactive or not synced.
public record AddNode(NodeAddress address) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("add-node", Symbol.ADD, Place.CATALOG)
          .interrupt(Interrupt.ENDS_SOON)
          .wayBack(WayBack.IF_IT_WAS_THERE);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "register worker " + address;
  }

  @Override
  public String awaited() {
    return "the catalog to register it";
  }

  @Override
  public List<NodeAddress> reaches() {
    return List.of(address);
  }
}
