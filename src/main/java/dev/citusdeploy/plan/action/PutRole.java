package dev.citusdeploy.plan.action;

import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Creates a client role with a schema of its own, or gives an existing one what it lacks of
/// password, schema and limits.
public record PutRole(String role, Secret password, String database) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("put-role", Symbol.CHANGE, Place.CATALOG);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "set up role " + role;
  }

  @Override
  public String awaited() {
    return "role " + role + " to be set";
  }
}
