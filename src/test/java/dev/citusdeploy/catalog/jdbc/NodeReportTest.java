package dev.citusdeploy.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts.SettingFinding.WrongLine;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of nodes as foreign text: none of them may fail for the others.
final class NodeReportTest {
  private static final String GOOD =
      answer(
          cells(
              "self",
              "17.12",
              "Citus 14.0.1",
              "14.0-1",
              "364",
              "12",
              NodeReport.SEARCH_PATH,
              "60000",
              "0"),
          cells("own", "work_mem", "64MB", "false", "true", "32MB"),
          cells("restart", "max_connections"),
          cells("error", "/conf/postgresql.conf", "12", "nosuch", "unrecognized"),
          cells("prepared", "citus_1_20_30_4", "777", "app", "9"));

  private static String answer(String... records) {
    return String.join("\u001e", records);
  }

  private static String cells(String... cells) {
    return String.join("\u001f", cells);
  }

  @Test
  void readsWhatANodeReports() {
    assertThat(NodeReport.read(GOOD, Set.of(0, 1)))
        .hasValueSatisfying(report -> {
          assertThat(report.versions().extension()).isEqualTo("14.0-1");
          assertThat(report.settings().maxConnections()).isEqualTo(364);
          assertThat(report.settings().findings()).hasSize(3);
          assertThat(report.sessions().clientsRestricted()).isTrue();
          assertThat(report.sessions().recovery()).hasMinutes(1);
          assertThat(report.sessions().prepared())
              .extracting(PreparedTransaction::ofCitus)
              .containsExactly(true);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "", "x"})
  void aNodeOnWhichClientsReachInternalFunctionsIsNotRestricted(String open) {
    String answer =
        cells("self", "17", "Citus", "14", "100", "1", NodeReport.SEARCH_PATH, "60000", open);
    assertThat(NodeReport.read(answer, Set.of(0)).orElseThrow().sessions().clientsRestricted())
        .isFalse();
  }

  @Test
  void aFileThatCannotBeReadHasNoLine() {
    String answer =
        answer(
            cells("self", "17", "Citus", "14", "100", "1", "", "0"),
            cells("error", "", "", "", "could not open file"));
    assertThat(NodeReport.read(answer, Set.of(0)).orElseThrow().settings().findings())
        .containsExactly(new WrongLine("", 0, "", "could not open file"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{bad",
        "{\"versions\": []}",
        "self",
        "self\u001f17",
        "other\u001f1\u001e\u001e"
      })
  void whatIsNoReportIsNotUnderstood(String answer) {
    assertThat(NodeReport.read(answer, Set.of(0))).isEmpty();
  }

  @Test
  void aFindingOfAnUnknownKindIsNotUnderstood() {
    assertThat(NodeReport.read(GOOD + "\u001esurprise", Set.of(0))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "citus_77_999_1_1",
        "citus_0_1_1",
        "citus_0_1_1_1x",
        "citus_0_x_1_1",
        "citus_00000000000_1_1_1",
        "mine",
        "citus_",
        ""
      })
  void aNameThatNoNodeOfTheClusterGivesIsAClients(String name) {
    String answer =
        answer(
            cells("self", "17", "Citus", "14", "100", "1", "", "0"),
            cells("prepared", name, "1", "app", "99999999999999999999"));
    assertThat(NodeReport.read(answer, Set.of(0, 1)).orElseThrow().sessions().prepared())
        .extracting(PreparedTransaction::ofCitus)
        .containsExactly(false);
  }

  @Test
  void aNodeThatReportsMoreThanItMayIsCutShort() {
    String flood = GOOD + ("\u001e" + cells("restart", "x".repeat(5000))).repeat(3000);
    assertThat(NodeReport.read(flood, Set.of(0)).orElseThrow().settings().findings())
        .hasSizeLessThan(2000)
        .allSatisfy(finding -> assertThat(finding.toString()).hasSizeLessThan(1100));
  }

  static IntStream seeds() {
    return IntStream.range(0, 2000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aGarbledReportThrowsNothing(int seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(GOOD);
    for (int change = random.nextInt(1, 6); change > 0; change--) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setLength(place + 1);
        case 1 -> text.deleteCharAt(place).append('x');
        case 2 -> text.insert(place, "99999999999999999999");
        default -> text.insert(place, (char) random.nextInt(0x1c, 0x100));
      }
    }
    assertThat(NodeReport.read(text.toString(), Set.of(0, 1))).isNotNull();
  }
}
