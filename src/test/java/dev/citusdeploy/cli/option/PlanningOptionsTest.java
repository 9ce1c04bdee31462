package dev.citusdeploy.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.report.json.PlanOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlanningOptionsTest {
  @Test
  void takesEveryOptionOfASavedPlan() {
    PlanOptions saved = new PlanOptions(List.of("pg-w1"), true, "25%", true, List.of("pg-w2"));
    PlanningOptions options = new PlanningOptions();
    assertThat(options.areGiven()).isFalse();

    options.set(saved);

    assertThat(options.asWritten()).isEqualTo(saved);
    assertThat(options.areGiven()).isTrue();
  }

  @Test
  void refusesAnAmountThatCannotBe() {
    PlanOptions saved = new PlanOptions(List.of(), false, "101%", false, List.of());

    assertThatThrownBy(() -> new PlanningOptions().set(saved))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
