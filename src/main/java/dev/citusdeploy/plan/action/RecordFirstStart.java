package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Records that a node has served its data, where an earlier version of this program did not, or
/// where the data was moved to another file system.
///
/// @param file absolute path of the record on the server
public record RecordFirstStart(DesiredNode node, String file) implements Action {
  private static final ActionTraits TRAITS =
      ActionTraits.of("record-first-start", Symbol.CHANGE, Place.SERVER);

  @Override
  public ActionTraits traits() {
    return TRAITS;
  }

  @Override
  public String phrase() {
    return "record the first start of " + node.node().name();
  }

  @Override
  public String awaited() {
    return "the record to be written";
  }
}
