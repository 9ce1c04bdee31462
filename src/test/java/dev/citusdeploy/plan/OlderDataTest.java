package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.health.ClusterHealth;
import dev.citusdeploy.health.OlderData;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.planner.Planner;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A node whose data is older than what it has served is in the way and is named, as long as its
/// server runs with it, or tries to.
class OlderDataTest {
  private static final ServedPosition OLDER = new ServedPosition("77", "0/5B0000A8", "0/3A000028");

  private final ClusterSketch sketch = ClusterSketch.of(2);
  private final DesiredState desired = sketch.desired();
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  @BeforeEach
  void converge() {
    plan().steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"running,unhealthy", "running,starting", "restarting,''", "paused,''"})
  void aServerThatRunsWithOlderDataIsInTheWay(String state, String health) {
    fleet.node("w1").served = OLDER;
    container(state, health);

    Problem problem =
        plan().blockers().stream()
            .filter(found -> found.code().equals("data-older"))
            .findFirst()
            .orElseThrow();
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.why())
        .startsWith("its write-ahead log begins at 0/3A000028, and 0/5B0000A8 was served before")
        .contains("rows that were acknowledged since are not in it");
    assertThat(problem.remedy())
        .containsSubsequence(
            "docker stop shop-w1",
            "/var/lib/citus-deploy/shop/w1",
            "rm /opt/citus-deploy/shop/.state/served/w1/lsn",
            "citus-deploy apply INVENTORY");
    assertThat(plan().steps()).noneMatch(step -> step.id().startsWith("w1/"));

    ClusterFacts facts = fleet.facts(desired);
    assertThat(OlderData.problems(desired.inventory(), facts)).containsExactly(problem);
    assertThat(ClusterHealth.containers(desired.inventory(), facts)).isEmpty();
  }

  /// What was found then says nothing of the data that is there now: newer data may have been put
  /// back.
  @ParameterizedTest
  @CsvSource({"exited", "created", "dead"})
  void aServerThatWasStoppedSinceIsStarted(String state) {
    fleet.node("w1").served = OLDER;
    container(state, "");
    Plan plan = plan();
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.steps()).anyMatch(step -> step.id().equals("w1/start"));
    assertThat(OlderData.problems(desired.inventory(), fleet.facts(desired))).isEmpty();
  }

  @Test
  void aNodeThatIsHealthyOrHasServedNothingNewerIsNotInTheWay() {
    fleet.node("w1").served = OLDER;
    assertThat(plan().isConverged()).isTrue();
    fleet.node("w1").served = new ServedPosition("77", "0/5B0000A8", null);
    container("running", "unhealthy");
    assertThat(plan().blockers()).isEmpty();
    assertThat(ClusterHealth.containers(desired.inventory(), fleet.facts(desired))).hasSize(1);
  }

  private Plan plan() {
    return planner.plan(desired, fleet.facts(desired));
  }

  private void container(String state, String health) {
    ContainerFacts there = Objects.requireNonNull(fleet.node("w1").container);
    fleet.node("w1").container =
        new ContainerFacts(
            there.id(),
            there.name(),
            there.imageId(),
            state,
            health,
            there.labels(),
            Network.UNKNOWN);
  }
}
