package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.Optional;

/// Stops a running node, starts it with a new container and waits until it answers SQL over TCP.
public record RecreateNode(DesiredNode node) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("recreate", Symbol.REPLACE, Place.SERVER).server(ServerEffect.RESTARTS);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "restart " + node.node().name() + " (new container)";
  }

  @Override
  public String awaited() {
    return "its server to answer SQL over TCP";
  }

  @Override
  public Optional<DesiredNode> container() {
    return Optional.of(node);
  }
}
