package dev.citusdeploy.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CitusTagTest {
  @Test
  void picksTheHighestVersionByNumberNotByText() {
    assertThat(CitusTag.newest(List.of("9.5.12", "13.2.2", "14.0.1", "13.10.0")))
        .contains("14.0.1");
    assertThat(CitusTag.newest(List.of("13.2.2", "13.10.0"))).contains("13.10.0");
    assertThat(CitusTag.newest(List.of("14.0.9", "14.0.10"))).contains("14.0.10");
  }

  @Test
  void prefersThePlainImageToAVariantOfTheSameVersion() {
    assertThat(CitusTag.newest(List.of("14.0.1-alpine", "14.0.1", "14.0.1-pg16")))
        .contains("14.0.1");
  }

  @Test
  void takesAVariantOfANewerVersion() {
    assertThat(CitusTag.newest(List.of("13.2.2", "14.0.1-pg17"))).contains("14.0.1-pg17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "14", "14.0", "nightly", "alpine", "14.0.1rc", "<none>", ""})
  void leavesFloatingTagsOut(String tag) {
    assertThat(CitusTag.newest(List.of(tag))).isEmpty();
  }
}
