package dev.citusdeploy.plan.action;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ActionTraits;
import dev.citusdeploy.plan.ActionTraits.Interrupt;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.ActionTraits.Symbol;

/// Waits around the restart of a node: before it, until all other nodes of a registered cluster are
/// healthy; after it, until the node itself is. Between the two is the step that stops the node.
///
/// @param node the node that is stopped
/// @param moment which of the two
public record AwaitHealthy(DesiredNode node, Moment moment) implements Action {
  @Override
  public ActionTraits traits() {
    return ActionTraits.of("await-" + moment.word, Symbol.CHECK, Place.SERVER)
        .interrupt(Interrupt.ENDS)
        .servesStop(moment == Moment.BEFORE_STOP);
  }

  @Override
  public String phrase() {
    return moment == Moment.BEFORE_STOP
        ? "wait until " + node.node().name() + " may be stopped"
        : "wait until " + node.node().name() + " is healthy";
  }

  @Override
  public String awaited() {
    return moment == Moment.BEFORE_STOP
        ? "the cluster to be healthy before it is stopped"
        : "it to be healthy again";
  }

  /// When it waits.
  public enum Moment {
    /// Before a node is stopped.
    BEFORE_STOP("before-stop"),
    /// After it was started.
    AFTER_START("after-start");

    private final String word;

    Moment(String word) {
      this.word = word;
    }
  }
}
