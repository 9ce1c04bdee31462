package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.planner.Planner;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// A changed port moves nodes with their rows: nobody is registered anew, whatever moment an
/// earlier run was cut off at.
class PortChangeTest {
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final ClusterSketch before = ClusterSketch.of(2);
  private final ClusterSketch after = before.withPort(6432);

  @Test
  void movesEachRowRightAfterItsNode() {
    run(before);
    Plan plan = plan(after);

    assertThat(plan.blockers()).isEmpty();
    assertThat(ids(plan))
        .contains(
            "w1/recreate",
            "w1/update-address",
            "w2/recreate",
            "w2/update-address",
            "c1/recreate",
            "c1/set-coordinator-host",
            "c1/verify-cluster")
        .doesNotContain("c1/check-connectivity", "w1/add-node", "w2/add-node");
    assertThat(step(plan, "w1/update-address").after()).containsExactly("w1/recreate");
    assertThat(step(plan, "w1/update-address").reason())
        .isEqualTo("its port changes from 5432 to 6432");
    assertThat(step(plan, "w1/await-after-start").after()).containsExactly("w1/update-address");
    assertThat(step(plan, "w2/await-before-stop").after()).contains("w1/await-after-start");
    assertThat(step(plan, "c1/await-before-stop").after()).contains("w2/await-after-start");
    assertThat(step(plan, "c1/set-coordinator-host").after()).containsExactly("c1/recreate");
  }

  @Test
  void keepsIdsAndGroupsAndConverges() {
    run(before);
    List<String> rows = rows();
    run(after);

    assertThat(rows()).isEqualTo(rows.stream().map(row -> row.replace("5432", "6432")).toList());
    assertThat(plan(after).steps()).isEmpty();
    assertThat(plan(after).blockers()).isEmpty();
  }

  @Test
  void goesOnAfterEachStepThatARunWasCutOffAt() {
    run(before);
    int steps = plan(after).steps().size();
    List<String> rows = rows();
    for (int done = 1; done < steps; done++) {
      SimulatedFleet cutOff = fleet.copy();
      DesiredState desired = after.desired();
      Plan plan = plan(cutOff, after);
      for (Step step : plan.steps().subList(0, done)) {
        cutOff.apply(step, desired);
      }

      Plan rest = plan(cutOff, after);
      assertThat(rest.blockers()).as("after %s steps", done).isEmpty();
      rest.steps().forEach(step -> cutOff.apply(step, desired));

      assertThat(plan(cutOff, after).steps()).as("after %s steps", done).isEmpty();
      assertThat(rows(cutOff))
          .isEqualTo(rows.stream().map(row -> row.replace("5432", "6432")).toList());
    }
  }

  @Test
  void knowsARowByTheManifestWhereAContainerHasNoLabel() {
    run(before);
    fleet
        .nodes
        .values()
        .forEach(
            node -> Objects.requireNonNull(node.container).labels().remove("dev.citusdeploy.port"));

    assertThat(ids(plan(after))).contains("w1/update-address", "w2/update-address");
  }

  @Test
  void refusesAPortThatIsAnotherNodesNow() {
    ClusterSketch twice = ClusterSketch.of(1).withServer("big", 2);
    run(twice);

    List<Problem> blockers = plan(twice.withPort(5433)).blockers();

    assertThat(blockers)
        .anySatisfy(problem -> {
          assertThat(problem.type()).isEqualTo(PlanProblemCodes.ADDRESS_CHANGED);
          assertThat(problem.what())
              .isEqualTo("the address of big-2 would change from 10.0.0.3:5433 to 10.0.0.3:5434");
        });
  }

  @Test
  void movesTwoNodesOfOneServerToPortsThatAreFree() {
    ClusterSketch twice = ClusterSketch.of(1).withServer("big", 2);
    run(twice);
    run(twice.withPort(7000));

    assertThat(plan(twice.withPort(7000)).steps()).isEmpty();
    assertThat(fleet.rows).containsKey(new NodeAddress("10.0.0.3", 7001));
  }

  @Test
  void takesARowOfAnotherServerForNobodys() {
    run(before);
    NodeAddress moved = new NodeAddress("10.0.0.2", 5432);
    CatalogNode row = Objects.requireNonNull(fleet.rows.remove(moved));
    NodeAddress other = new NodeAddress("10.9.9.9", 5432);
    fleet.rows.put(other, new CatalogNode(row.id(), row.group(), other, true, true, true));
    fleet.node("w1").manifest = new NodeManifest("worker", other, "shop", "postgres");

    assertThat(plan(after).blockers())
        .extracting(Problem::type)
        .contains(PlanProblemCodes.NODE_IDENTITY_UNCLEAR);
  }

  private List<String> rows() {
    return rows(fleet);
  }

  private static List<String> rows(SimulatedFleet fleet) {
    return fleet.rows.values().stream()
        .map(row -> row.id() + " " + row.group() + " " + row.address())
        .sorted()
        .toList();
  }

  private void run(ClusterSketch sketch) {
    DesiredState desired = sketch.desired();
    Plan plan = plan(sketch);
    assertThat(plan.blockers()).isEmpty();
    plan.steps().forEach(step -> fleet.apply(step, desired));
  }

  private Plan plan(ClusterSketch sketch) {
    return plan(fleet, sketch);
  }

  private static Plan plan(SimulatedFleet fleet, ClusterSketch sketch) {
    DesiredState desired = sketch.desired();
    return new Planner((password, verifier) -> password.reveal().equals(verifier))
        .plan(desired, fleet.facts(desired));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }
}
