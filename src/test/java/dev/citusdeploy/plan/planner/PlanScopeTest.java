package dev.citusdeploy.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.MaxUnavailable;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Plans for a part of a cluster.
final class PlanScopeTest {
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private DesiredState desired = ClusterSketch.of(3).desired();

  @Test
  void aLimitedPlanTouchesOnlyWhatItIsFor() {
    apply(plan(Intent.Converge.ALL));
    desired = ClusterSketch.of(3).withConf("other").desired();
    Plan plan = plan(only("w2", "w3"));
    assertThat(ids(plan))
        .containsExactly(
            "w2/write-files",
            "w3/write-files",
            "w2/await-before-stop",
            "w2/recreate",
            "w2/await-after-start",
            "w3/await-before-stop",
            "w3/recreate",
            "w3/await-after-start",
            "c1/verify-cluster");
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.notes())
        .containsExactly("limited to w2, w3; left out, although something is to do: c1, w1");
    apply(plan);
    assertThat(ids(plan(only("w2", "w3")))).isEmpty();
    assertThat(plan(Intent.Converge.ALL).steps()).isNotEmpty();
  }

  @Test
  void aNewWorkerAloneWaitsForThoseWhoMustLetItIn() {
    apply(plan(Intent.Converge.ALL));
    desired = ClusterSketch.of(3).withServer("w4", 1).desired();
    Plan alone = plan(only("w4"));
    assertThat(alone.blockers())
        .singleElement()
        .returns("limit-too-narrow", Problem::code)
        .satisfies(problem ->
            assertThat(problem.what())
                .isEqualTo(
                    "step w4/add-node has to wait for c1, w1, w2, w3, which --limit leaves out"));
    apply(plan(only("c1", "w1", "w2", "w3")));
    Plan then = plan(only("w4"));
    assertThat(then.blockers()).isEmpty();
    apply(then);
    assertThat(plan(Intent.Converge.ALL).isConverged()).isTrue();
  }

  @Test
  void aFirstNodeIsTheCoordinator() {
    assertThat(plan(only("w1")).blockers())
        .extracting(Problem::code)
        .containsOnly("limit-too-narrow");
    Plan coordinator = plan(only("c1"));
    assertThat(coordinator.blockers()).isEmpty();
    apply(coordinator);
    apply(plan(only("w1")));
    apply(plan(Intent.Converge.ALL));
    assertThat(plan(Intent.Converge.ALL).isConverged()).isTrue();
  }

  @Test
  void noNodeIsStoppedWhileAnotherThatTheLimitLeavesOutIsDown() {
    apply(plan(Intent.Converge.ALL));
    fleet.node("w1").container = null;
    desired = ClusterSketch.of(3).withConf("other").desired();
    assertThat(plan(only("w2")).blockers())
        .singleElement()
        .returns("limit-too-narrow", Problem::code);
    assertThat(ids(plan(only("w1")))).contains("w1/start");
  }

  @Test
  void aHostThatDoesNotAnswerIsInTheWayUnlessItMayBeSkipped() {
    apply(plan(Intent.Converge.ALL));
    desired = ClusterSketch.of(3).withConf("other").withServer("w4", 1).desired();
    ClusterFacts facts = withoutAnswer("w2");
    assertThat(planner.plan(desired, facts).blockers())
        .extracting(Problem::code)
        .containsExactly("gone");
    Plan plan =
        planner.plan(
            desired,
            facts,
            new Intent.Converge(List.of(), true, MaxUnavailable.ONE, false, List.of()));
    assertThat(plan.blockers()).isEmpty();
    assertThat(ids(plan))
        .contains("w1/recreate", "c1/recreate")
        .noneMatch(id -> id.startsWith("w2/"))
        .noneMatch(id -> id.startsWith("w4/"))
        .doesNotContain("c1/verify-cluster");
    assertThat(plan.notes())
        .contains("host w2 is left out: no route")
        .anyMatch(note -> note.startsWith("node w4 is left out: no data is made"))
        .anyMatch(note -> note.startsWith("no node is registered"));
    apply(plan);
  }

  @Test
  void aHostOutsideTheLimitThatDoesNotAnswerIsReportedAndNotInTheWay() {
    apply(plan(Intent.Converge.ALL));
    desired = ClusterSketch.of(3).withConf("other").withServer("w4", 1).desired();
    Plan plan = planner.plan(desired, withoutAnswer("w2"), only("w1", "w4"));
    assertThat(plan.blockers()).isEmpty();
    assertThat(ids(plan))
        .containsExactly(
            "w1/write-files", "w1/await-before-stop", "w1/recreate", "w1/await-after-start");
    assertThat(plan.notes())
        .contains("host w2 is left out: no route")
        .anyMatch(note -> note.startsWith("node w4 is left out: no data is made"));
    assertThat(planner.plan(desired, withoutAnswer("w1"), only("w1")).blockers())
        .extracting(Problem::code)
        .containsExactly("gone");
    assertThat(planner.plan(desired, withoutAnswer("c1"), only("w1")).blockers())
        .extracting(Problem::code)
        .contains("gone");
  }

  @Test
  void aProblemOfANodeOutsideTheLimitIsReportedAndNotInTheWay() {
    apply(plan(Intent.Converge.ALL));
    desired = ClusterSketch.of(3).withConf("other").desired();
    fleet.node("w2").data =
        new NodeFacts.DataFolder.Initialised("other", "w2", "17", "another's secrets");
    ClusterFacts facts = fleet.facts(desired);
    assertThat(planner.plan(desired, facts).blockers()).isNotEmpty();
    Plan plan = planner.plan(desired, facts, only("w1"));
    assertThat(plan.blockers()).isEmpty();
    assertThat(ids(plan))
        .containsExactly(
            "w1/write-files", "w1/await-before-stop", "w1/recreate", "w1/await-after-start");
    assertThat(plan.notes()).anyMatch(note -> note.startsWith("node w2 is left out, and has"));
    assertThat(planner.plan(desired, facts, only("w2")).blockers()).isNotEmpty();
  }

  @Test
  void theCoordinatorsHostIsNeverSkipped() {
    apply(plan(Intent.Converge.ALL));
    Plan plan =
        planner.plan(
            desired,
            withoutAnswer("c1"),
            new Intent.Converge(List.of(), true, MaxUnavailable.ONE, false, List.of()));
    assertThat(plan.blockers()).extracting(Problem::code).contains("gone");
  }

  private ClusterFacts withoutAnswer(String name) {
    ClusterFacts facts = fleet.facts(desired);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(facts.hosts());
    HostName host = new HostName(name);
    Problem gone =
        new Problem(
            new ProblemCode("gone", Problem.Kind.UNREACHABLE, "", ""), "no route", name, "", "");
    hosts.put(host, new HostFacts.Unreachable(host, gone));
    return new ClusterFacts(hosts, facts.catalog());
  }

  private static Intent only(String... names) {
    return new Intent.Converge(
        Stream.of(names).map(NodeName::new).toList(), false, MaxUnavailable.ONE, false, List.of());
  }

  private Plan plan(Intent options) {
    return planner.plan(desired, fleet.facts(desired), options);
  }

  private void apply(Plan plan) {
    assertThat(plan.blockers()).isEmpty();
    plan.steps().forEach(step -> fleet.apply(step, desired));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }
}
