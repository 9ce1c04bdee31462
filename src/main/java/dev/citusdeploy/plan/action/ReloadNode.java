package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.ServerEffect;
import dev.citusdeploy.plan.ActionTraits.Symbol;
import java.util.Optional;

/// Lets a running server read its configuration, HBA, ident and TLS files again.
public record ReloadNode(DesiredNode node) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("reload", Symbol.CHANGE, Place.SERVER).server(ServerEffect.RELOADS);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "reload " + node.node().name();
  }

  @Override
  public String awaited() {
    return "its server to load its files";
  }

  @Override
  public Optional<DesiredNode> container() {
    return Optional.of(node);
  }
}
