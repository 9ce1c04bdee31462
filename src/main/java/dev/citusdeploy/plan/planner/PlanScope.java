package dev.citusdeploy.plan.planner;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/// The part of a cluster that a plan is for: what it leaves out, and whether what is left can be
/// done without that. Whatever is left out is reported.
final class PlanScope {
  private final Situation situation;
  private final CatalogView catalog;
  private final Intent intent;
  private final SequencedSet<HostName> skipped = new LinkedHashSet<>();
  private final List<NodeNeeds> others = new ArrayList<>();
  private final ExcludedHosts leftOut;

  PlanScope(Situation situation, CatalogView catalog, Intent intent) {
    this.situation = situation;
    this.catalog = catalog;
    this.intent = intent;
    this.leftOut = new ExcludedHosts(situation, intent.only());
    situation.inventory().hosts().stream()
        .map(Host::name)
        .filter(this::maySkip)
        .forEach(skipped::add);
  }

  /// The coordinator's host is never left out: the lock and the journal of a run live there.
  private boolean maySkip(HostName host) {
    return situation.facts().hosts().get(host) instanceof HostFacts.Unreachable
        && !host.equals(situation.coordinator().node().host())
        && (intent.skipUnreachable() || leftOut.isOutside(host));
  }

  /// Which of a host's problems block the plan: none, where the plan is not for the host.
  List<Problem> inTheWay(HostName host, List<Problem> problems) {
    return skips(host) ? List.of() : leftOut.inTheWay(host, problems);
  }

  /// Which of a node's problems block the plan.
  List<Problem> inTheWay(DesiredNode node, List<Problem> problems) {
    return leftOut.inTheWay(node, problems);
  }

  /// Whether a host that does not answer is left out.
  boolean skips(HostName host) {
    return skipped.contains(host);
  }

  /// Whether a node is one of those that the plan is for.
  boolean includes(DesiredNode node) {
    return isChosen(node.node().name());
  }

  private boolean isChosen(NodeName node) {
    return intent.only().isEmpty() || intent.only().contains(node);
  }

  /// Whether steps in the catalog can succeed: they reach every node.
  boolean reachesCatalog() {
    return isWhole() && (includes(situation.coordinator()) || catalog.isRead());
  }

  private boolean isWhole() {
    return skipped.isEmpty() && leftOut.isEmpty();
  }

  /// Whether a check of the whole cluster can succeed once the plan is done.
  boolean canVerify() {
    return isWhole()
        && others.stream()
            .allMatch(other ->
                other.start() == null
                    && other.initialise() == null
                    && catalog.isRegistered(other.node()));
  }

  /// The nodes that steps are planned for. New data is made only where every host was heard: one
  /// that is left out may hold it.
  List<NodeNeeds> chosen(List<NodeNeeds> needs, List<String> notes) {
    List<NodeNeeds> chosen = new ArrayList<>();
    for (NodeNeeds need : needs) {
      NodeName name = need.node().node().name();
      if (!isChosen(name)) {
        others.add(need);
      } else if (!skipped.isEmpty() && need.initialise() != null) {
        notes.add(
            "node "
                + name
                + " is left out: no data is made while a host is left out, which may"
                + " hold it");
      } else {
        chosen.add(need);
      }
    }
    addNotes(notes);
    return chosen;
  }

  private void addNotes(List<String> notes) {
    for (HostName host : skipped) {
      if (situation.facts().hosts().get(host) instanceof HostFacts.Unreachable(_, var problem)) {
        notes.add("host " + host + " is left out: " + problem.what());
      }
    }
    notes.addAll(leftOut.notes());
    if (!isWhole()) {
      notes.add(
          "no node is registered, no role is set and the cluster is not verified while a host or"
              + " a node is left out for a problem");
    }
    if (!intent.only().isEmpty()) {
      String needing =
          others.stream()
              .filter(other -> other.needsAnything() || !catalog.isRegistered(other.node()))
              .map(other -> other.node().node().name().value())
              .collect(Collectors.joining(", "));
      notes.add(
          "limited to "
              + intent.only().stream().map(NodeName::value).collect(Collectors.joining(", "))
              + (needing.isEmpty() ? "" : "; left out, although something is to do: " + needing));
    }
  }

  /// Steps that would wait for something that is left out by the limit.
  List<Problem> tooNarrow(PlanDraft draft) {
    List<Problem> problems = new ArrayList<>(leftOut.inTheWayOf(draft.steps()));
    for (Step step : draft.steps()) {
      Set<Milestone> required = draft.requiredBy(step);
      String first =
          others.stream()
              .filter(other -> required.stream().anyMatch(it -> isOpen(it, other)))
              .map(other -> other.node().node().name().value())
              .collect(Collectors.joining(", "));
      if (!first.isEmpty()) {
        problems.add(tooNarrow(step, first));
      }
    }
    return problems;
  }

  /// Whether a node that is left out has something to do before a milestone is reached, by the same
  /// rules as in a plan without a limit.
  private boolean isOpen(Milestone milestone, NodeNeeds other) {
    return switch (milestone.kind()) {
      case DATA -> isAbout(milestone, other) && other.initialise() != null;
      case OLD_NODES_SERVE -> other.hadData() && isDown(other);
      case OLD_NODES_CURRENT ->
          situation.isCoordinator(other.node())
              ? other.needsAnything() || !catalog.isRegistered(other.node())
              : other.hadData() && other.needsAnything();
      case SERVING -> isAbout(milestone, other) && isDown(other);
      case ADDRESS -> isAbout(milestone, other) && catalog.former(other.node()).isPresent();
      case IMAGE, FILES -> false;
    };
  }

  private static boolean isAbout(Milestone milestone, NodeNeeds other) {
    return milestone.subject().equals(other.node().node().name().value());
  }

  /// Also one that runs without serving, and is to be re-created for another reason.
  private static boolean isDown(NodeNeeds need) {
    return need.start() != null || (need.recreate() != null && !need.serves());
  }

  private static Problem tooNarrow(Step step, String first) {
    return new Problem(
        PlanProblemCodes.LIMIT_TOO_NARROW,
        "step " + step.id() + " has to wait for " + first + ", which --limit leaves out",
        "host " + step.host(),
        "something is to be done there first: every node must serve, with its new files, before"
            + " this step",
        "add " + first + " to --limit, or leave --limit out");
  }
}
