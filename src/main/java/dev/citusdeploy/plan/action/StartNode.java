package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.Optional;

/// Starts a node whose container does not run, and waits until it answers SQL over TCP.
public record StartNode(DesiredNode node) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("start", Symbol.ADD, Place.SERVER).server(ServerEffect.STARTS);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "start " + node.node().name();
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
