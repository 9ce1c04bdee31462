package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.ActionTraits.WayBack;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sets the coordinator's own advertised address.
///
/// @param from the address that its row had when this was planned; null when it had no row, or the
///   catalog could not be read
/// @param address the address to set
public record SetCoordinatorHost(@Nullable NodeAddress from, NodeAddress address)
    implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("set-coordinator-host", Symbol.ADD, Place.CATALOG)
          .interrupt(Interrupt.ENDS_SOON)
          .wayBack(WayBack.IF_IT_WAS_THERE);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "set the coordinator's address to " + address;
  }

  @Override
  public String awaited() {
    return "the catalog to take the coordinator's address";
  }

  @Override
  public Optional<AddressChange> addressChange() {
    return Optional.ofNullable(from).map(there -> new AddressChange(there, address));
  }
}
