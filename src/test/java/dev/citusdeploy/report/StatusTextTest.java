package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.report.json.JsonDocument;
import org.junit.jupiter.api.Test;

final class StatusTextTest {
  @Test
  void showsNodesWithTheirLoadAndWhoReachesWhom() {
    assertThat(new StatusText(Palette.PLAIN).lines(StatusFixtures.status()))
        .containsSubsequence(
            "HOST   SYSTEM       DOCKER  NODE  CONTAINER",
            "pg-w1  unreachable  -       -     it is down",
            "ID  NODE   ADDRESS         ROLE         ACTIVE  SYNCED  SHARDS  SIZE          POSTGRESQL  CITUS",
            "1   pg-c1  10.0.0.10:5432  coordinator  yes     yes     0       not measured  17.6        14.0-1",
            "2   pg-w1  10.0.0.11:5432  worker       yes     NO      32      1.5 MB        no answer   no"
                + " answer",
            "FROM \\ TO  1   2",
            "1 pg-c1    ok  NO",
            "2 pg-w1    ?   -",
            "not healthy: 1 of 3 connections between nodes work; Citus 14.0.1");
  }

  @Test
  void reportsProgramsTheSame() {
    assertThat(new JsonDocument("shop.yml").status(StatusFixtures.status()))
        .contains("\"healthy\" : false", "\"reachable\" : false", "\"bytes\" : 1572864")
        .contains("\"works\" : null", "\"code\" : \"ssh-refused\"");
  }
}
