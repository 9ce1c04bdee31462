package dev.citusdeploy.plan.action;

import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// On all nodes, lets the superuser's sessions in the database find built-in names only, and closes
/// Citus' internal functions to clients.
public record RestrictClients(String superuser, String database) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("restrict-clients", Symbol.CHANGE, Place.CATALOG)
          .interrupt(Interrupt.ENDS_SOON);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "restrict client roles";
  }

  @Override
  public String awaited() {
    return "every node to restrict client roles";
  }
}
