package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.List;
import java.util.Optional;

/// Gives a registered node another address.
public record UpdateNodeAddress(int nodeId, NodeAddress from, NodeAddress to) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("update-address", Symbol.CHANGE, Place.CATALOG)
          .interrupt(Interrupt.ENDS_SOON);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "change the address of node " + nodeId + " from " + from + " to " + to;
  }

  @Override
  public String awaited() {
    return "its new address to reach every node";
  }

  @Override
  public Optional<AddressChange> addressChange() {
    return Optional.of(new AddressChange(from, to));
  }

  @Override
  public List<NodeAddress> reaches() {
    return List.of(to);
  }
}
