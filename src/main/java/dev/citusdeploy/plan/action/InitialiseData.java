package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.DataEffect;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import dev.citusdeploy.plan.ActionTraits.WayBack;
import java.util.Optional;

/// Makes a new data directory with a one-shot container and marks it complete.
public record InitialiseData(DesiredNode node, String fingerprint) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("initialise", Symbol.ADD, Place.SERVER)
          .data(DataEffect.CREATES)
          .wayBack(WayBack.NO);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "initialise data of " + node.node().name();
  }

  @Override
  public String awaited() {
    return "its data to be made";
  }

  @Override
  public Optional<DesiredNode> container() {
    return Optional.of(node);
  }
}
