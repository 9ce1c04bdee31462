package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.planner.Planner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many workers are restarted at once.
final class MaxUnavailableTest {
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  @Test
  void aPartIsRoundedUpAndNeverNothing() {
    for (int workers = 1; workers <= 50; workers++) {
      for (int percent = 1; percent <= 100; percent++) {
        int most = MaxUnavailable.parse(percent + "%").of(workers);
        assertThat(most).isBetween(1, workers);
        // The smallest whole number that is not less than the part.
        assertThat(most * 100).isGreaterThanOrEqualTo(workers * percent);
        assertThat((most - 1) * 100).isLessThan(workers * percent);
      }
    }
    assertThat(MaxUnavailable.parse("10%").of(0)).isOne();
    assertThat(MaxUnavailable.parse("7").of(3)).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0%", "101%", "-1", "", "%", "1.5", "many", "99999999999"})
  void whatIsNoAmountIsRefused(String text) {
    assertThatThrownBy(() -> MaxUnavailable.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neverMoreThanAllowedAreDownAtOnceAndTheCoordinatorIsAloneAndLast() {
    for (int workers : new int[] {0, 1, 2, 3, 7, 12}) {
      for (String amount : List.of("1", "2", "3", "25%", "34%", "100%")) {
        var unavailable = MaxUnavailable.parse(amount);
        List<List<String>> rounds = rounds(recreations(workers, unavailable));
        assertThat(rounds.getLast()).containsExactly("c1");
        assertThat(rounds.subList(0, rounds.size() - 1))
            .allSatisfy(
                round -> assertThat(round).hasSizeLessThanOrEqualTo(unavailable.of(workers)))
            .hasSize(Math.ceilDiv(workers, unavailable.of(workers)));
      }
    }
  }

  /// Steps of a cluster whose image changes.
  private List<Step> recreations(int workers, MaxUnavailable unavailable) {
    SimulatedFleet fleet = new SimulatedFleet();
    var old = ClusterSketch.of(workers).desired();
    planner.plan(old, fleet.facts(old)).steps().forEach(step -> fleet.apply(step, old));
    var desired = ClusterSketch.of(workers).withImage("citus:2").desired();
    return planner
        .plan(
            desired,
            fleet.facts(desired),
            new Intent.Converge(List.of(), false, unavailable, false, List.of()))
        .steps();
  }

  /// Which nodes are down at once when every step takes the same time.
  private static List<List<String>> rounds(List<Step> steps) {
    Map<String, Integer> rounds = new HashMap<>();
    List<List<String>> nodes = new ArrayList<>();
    for (Step step : steps) {
      int round =
          step.after().stream().mapToInt(id -> rounds.getOrDefault(id, -1)).max().orElse(-1);
      if (step.action() instanceof RecreateNode) {
        round++;
        while (nodes.size() <= round) {
          nodes.add(new ArrayList<>());
        }
        nodes.get(round).add(String.valueOf(step.node()));
      }
      rounds.put(step.id(), round);
    }
    return nodes;
  }
}
