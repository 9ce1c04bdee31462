package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Creates a client role with a schema of its own, or gives an existing one what it lacks of
/// password, schema and limits.
///
/// @param exists whether the role was there when this was planned
public record CreateRole(String role, Secret password, String database, boolean exists)
    implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("create-role", Symbol.CHANGE, Place.CATALOG).interrupt(Interrupt.ENDS_SOON);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return (exists ? "alter role " : "create role ") + role;
  }

  @Override
  public String awaited() {
    return "role " + role + " to be created or altered";
  }
}
