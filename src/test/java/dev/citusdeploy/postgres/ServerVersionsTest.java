package dev.citusdeploy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ServerVersionsTest {
  @ParameterizedTest
  @CsvSource({
    "citusdata/citus:14.0.1,                          18, 14,  0",
    "citusdata/citus:14.1.0-alpine,                   18, 14,  1",
    "citusdata/citus:14.0.1-pg17,                     17, 14,  0",
    "citusdata/citus:13.2.0,                          17, 13,  2",
    "citusdata/citus:13,                              17, 13, -1",
    "citusdata/citus:12.1.6,                          16, 12,  1",
    "citusdata/citus:11.3,                            15, 11,  3",
    "citusdata/citus:15.0.0,                           0, 15,  0",
    "citusdata/citus:postgres_16,                     16,  0, -1",
    "mirror.example.com:5000/citusdata/citus:14.0.1,  18, 14,  0",
    "citusdata/citus:14.0.1@sha256:00,                18, 14,  0",
    // Other builds may have any PostgreSQL, unless the tag names it.
    "example.com/citus:14.0.1,                         0, 14,  0",
    "example.com/citus:14.0.1-pg16,                   16, 14,  0"
  })
  void readsTheVersionsInTheNameOfAnImage(String image, int postgres, int citus, int minor) {
    assertThat(ServerVersions.ofImage(image)).isEqualTo(new ServerVersions(postgres, citus, minor));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "citusdata/citus",
        "citusdata/citus:latest",
        "citusdata/citus@sha256:00",
        "example.com:5000/citus",
        "example.com/database:14.0.1",
        "citusdata/citus:99999999999999"
      })
  void guessesNothing(String image) {
    assertThat(ServerVersions.ofImage(image)).isEqualTo(ServerVersions.UNKNOWN);
  }
}
