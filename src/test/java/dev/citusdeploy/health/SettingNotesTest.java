package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.ClusterSketch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SettingNotesTest {
  private static final SettingFinding WORK_MEM =
      new SettingFinding.SetInDataFolder("work_mem", "64MB", "32MB", false);
  private static final SettingFinding BUFFERS =
      new SettingFinding.SetInDataFolder("shared_buffers", "1GB", null, true);
  private static final SettingFinding PENDING = new SettingFinding.AwaitsRestart("wal_buffers");
  private static final SettingFinding WRONG =
      new SettingFinding.WrongLine(
          "/var/lib/citus-deploy/pgdata/postgresql.auto.conf", 4, "nosuch", "unrecognized");

  private final Inventory inventory = ClusterSketch.of(2).desired().inventory();
  private final SequencedMap<Integer, NodeSettings> settings = new LinkedHashMap<>();

  @Test
  void reportsWhatWinsOverTheFilesAndHowToUndoIt() {
    settings.put(2, new NodeSettings(100, List.of(WORK_MEM), List.of()));
    assertThat(notes().all(Set.of()))
        .containsExactly(
            "node w1: postgresql.auto.conf sets work_mem = 64MB and wins over postgresql.conf's"
                + " 32MB; to undo:\n"
                + "  ssh deploy@10.0.0.2 'sudo docker exec -u postgres shop-w1 psql -U postgres -d"
                + " shop -v ON_ERROR_STOP=1 -c \"ALTER SYSTEM RESET work_mem\" -c \"SELECT pg_reload_conf()\"'");
  }

  @Test
  void reportsOnceWhatSeveralNodesShare() {
    settings.put(2, new NodeSettings(100, List.of(WORK_MEM), List.of()));
    settings.put(3, new NodeSettings(100, List.of(WORK_MEM), List.of()));
    assertThat(notes().all(Set.of()))
        .singleElement()
        .asString()
        .startsWith("nodes w1, w2: postgresql.auto.conf sets work_mem")
        .contains("to undo, on each of them; on w1:\n  ssh deploy@10.0.0.2 ");
  }

  @Test
  void settingsThatNeedARestartAreReportedUnlessOneIsPlanned() {
    settings.put(2, new NodeSettings(100, List.of(BUFFERS, PENDING), List.of()));
    assertThat(notes().all(Set.of()))
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .contains(
                        "sets shared_buffers = 1GB, which postgresql.conf does not, after a"
                            + " restart; to undo:"),
            second ->
                assertThat(second)
                    .isEqualTo(
                        "node w1: wal_buffers waits for a restart:\n"
                            + "  ssh deploy@10.0.0.2 'sudo docker restart shop-w1'"));
    assertThat(notes().all(Set.of(new NodeName("w1"))))
        .singleElement()
        .asString()
        .contains("sets shared_buffers = 1GB, which postgresql.conf does not; to undo:");
  }

  @Test
  void aLineThatIsNotTakenInIsAProblemToo() {
    settings.put(3, new NodeSettings(100, List.of(WRONG), List.of()));
    assertThat(notes().all(Set.of()))
        .containsExactly(
            "node w2: /var/lib/citus-deploy/pgdata/postgresql.auto.conf:4: nosuch: unrecognized;"
                + " the line has no effect");
    assertThat(notes().problems())
        .singleElement()
        .returns("settings-refused", Problem::code)
        .returns(Problem.Kind.UNHEALTHY, Problem::kind)
        .returns("host w2, node w2", Problem::where)
        .satisfies(problem -> assertThat(problem.remedy()).contains("ALTER SYSTEM RESET nosuch"));
  }

  @Test
  void aFileThatCannotBeReadHasNeitherNameNorLine() {
    settings.put(
        3,
        new NodeSettings(100, List.of(new SettingFinding.WrongLine("", 0, "", "gone")), List.of()));
    assertThat(notes().all(Set.of()))
        .containsExactly("node w2: a configuration file: gone; the line has no effect");
  }

  @Test
  void aNameThatIsNoneStandsInNoCommand() {
    settings.put(
        2,
        new NodeSettings(
            100,
            List.of(new SettingFinding.SetInDataFolder("a\"; x", "1", null, false)),
            List.of()));
    assertThat(notes().all(Set.of())).singleElement().asString().doesNotContain("ssh");
  }

  @Test
  void nodesThatDoNotAnswerSayNothing() {
    assertThat(notes().all(Set.of())).isEmpty();
    assertThat(notes().problems()).isEmpty();
  }

  private SettingNotes notes() {
    List<CatalogNode> rows = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      rows.add(new CatalogNode(rows.size() + 1, rows.size(), node.address(), true, true, true));
    }
    return new SettingNotes(
        inventory,
        new CatalogFacts.Known(
            rows,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            settings,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE));
  }
}
