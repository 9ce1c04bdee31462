package dev.citusdeploy.execution.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.execution.journal.LocalRun.ClusterMark;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.PullImage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class MeasuredDurationsTest {
  private static final ClusterMark SHOP = new ClusterMark("/home/anna/shop.yml", "10.0.0.10:22");

  @Test
  void theLastTimeAStepSucceededCounts() {
    MeasuredDurations found =
        MeasuredDurations.local(
            """
            {"time":1,"event":"run","run":"r1","inventory":"/home/anna/shop.yml","coordinator":""}
            {"time":2,"event":"end","run":"r1","step":"w1/start","exit":0,"took":9000}
            {"time":3,"event":"end","run":"r1","step":"w1/start","exit":0,"took":7400}
            {"time":4,"event":"end","run":"r1","step":"w1/start","failed":"no-room","took":100}
            {"time":5,"event":"run","run":"r2","inventory":"/other.yml","coordinator":""}
            {"time":6,"event":"end","run":"r2","step":"w2/start","exit":0,"took":1}
            """,
            SHOP);
    assertThat(found.of(step("w1/start"))).contains(Duration.ofMillis(7400));
    assertThat(found.of(step("w2/start"))).isEmpty();
  }

  @Test
  void whatWaitsAddsUpAndWhatDoesNotRunsSideBySide() {
    MeasuredDurations known = of("w1/a", 3, "w2/a", 5, "w1/b", 4, "c1/c", 2);
    Plan plan =
        plan(step("w1/a"), step("w2/a"), step("w1/b", "w1/a"), step("c1/c", "w1/b", "w2/a"));
    assertThat(known.whole(plan)).contains(Duration.ofSeconds(9));
  }

  @Test
  void thereIsNoSumWhereAStepWasNeverMeasured() {
    assertThat(of("w1/a", 3).whole(plan(step("w1/a"), step("w2/a")))).isEmpty();
    assertThat(MeasuredDurations.NONE.whole(plan())).isEmpty();
    assertThat(of("w1/a", 3).or(of("w1/a", 9, "w2/a", 1)).whole(plan(step("w1/a"), step("w2/a"))))
        .contains(Duration.ofSeconds(3));
  }

  private static MeasuredDurations of(Object... pairs) {
    SequencedMap<String, Duration> steps = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      steps.put((String) pairs[i], Duration.ofSeconds((Integer) pairs[i + 1]));
    }
    return new MeasuredDurations(steps);
  }

  private static Plan plan(Step... steps) {
    return new Plan(List.of(steps), List.of(), List.of());
  }

  private static Step step(String id, String... after) {
    return new Step(
        id,
        new HostName(id.substring(0, 2)),
        null,
        new PullImage("image", List.of()),
        "it is missing",
        List.of(after));
  }
}
