package dev.citusdeploy.plan.planner;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;

/// The problems of what a limit leaves out: reported, and no blockers of what was chosen. Those of
/// the coordinator and its host always block, and so does whatever is doubtful about the whole
/// cluster.
final class ExcludedHosts {
  private final Situation situation;
  private final List<NodeName> chosen;
  private final List<String> notes = new ArrayList<>();
  private final List<Problem> ofNodesThatAreDown = new ArrayList<>();

  /// @param chosen the nodes that the plan is for, empty for all
  ExcludedHosts(Situation situation, List<NodeName> chosen) {
    this.situation = situation;
    this.chosen = chosen;
  }

  /// Whether the plan is for none of a host's nodes.
  boolean isOutside(HostName host) {
    return !chosen.isEmpty()
        && situation.desired().nodes().stream()
            .filter(node -> node.node().host().equals(host))
            .noneMatch(node -> chosen.contains(node.node().name()));
  }

  /// Which of a host's problems block the plan; the others are remembered.
  List<Problem> inTheWay(HostName host, List<Problem> problems) {
    if (problems.isEmpty()
        || !isOutside(host)
        || host.equals(situation.coordinator().node().host())) {
      return problems;
    }
    note("host " + host, problems);
    return List.of();
  }

  /// Which of a node's problems block the plan; the others are remembered.
  List<Problem> inTheWay(DesiredNode node, List<Problem> problems) {
    if (problems.isEmpty()
        || chosen.isEmpty()
        || chosen.contains(node.node().name())
        || situation.isCoordinator(node)
        || problems.stream().anyMatch(ExcludedHosts::isOfTheCluster)) {
      return problems;
    }
    note("node " + node.node().name(), problems);
    if (isDown(node)) {
      ofNodesThatAreDown.addAll(problems);
    }
    return List.of();
  }

  /// A row of the catalog that no node's address fits may be any node's.
  private static boolean isOfTheCluster(Problem problem) {
    return problem.type().equals(PlanProblemCodes.NODE_IDENTITY_UNCLEAR);
  }

  private boolean isDown(DesiredNode node) {
    return situation
        .node(node)
        .filter(NodeNeeds::hasData)
        .filter(facts -> {
          ContainerFacts container = facts.container();
          return container == null || !container.state().equals("running");
        })
        .isPresent();
  }

  private void note(String what, List<Problem> problems) {
    problems.forEach(
        problem -> notes.add(what + " is left out, and has a problem: " + problem.what()));
  }

  /// Whether nothing is left out for a problem.
  boolean isEmpty() {
    return notes.isEmpty();
  }

  /// What is left out, and why.
  List<String> notes() {
    return notes;
  }

  /// A node that is down because of a problem blocks steps that stop another one.
  List<Problem> inTheWayOf(List<Step> steps) {
    return steps.stream().anyMatch(step -> step.action().traits().stopsServer())
        ? ofNodesThatAreDown
        : List.of();
  }
}
