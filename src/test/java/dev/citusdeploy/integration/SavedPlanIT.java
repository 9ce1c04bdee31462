package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Saved plans and plans for a part, on two lab servers. Every test makes what it begins with.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SavedPlanIT {
  private static final String CLIENTS = "clients:\n";

  @RegisterExtension final SharedCluster cluster = new SharedCluster(2, LabImages::rehearsal);

  private final Path folder = cluster.folder();
  private final Path inventory = cluster.inventory();
  private final Path plan = folder.resolve("plan.json");
  private String inventoryText = "";

  @BeforeAll
  void up() throws IOException {
    inventoryText = Files.readString(inventory);
  }

  /// Servers that never had a cluster.
  private void emptyServers() throws IOException {
    Files.writeString(inventory, inventoryText);
    cluster.wipe();
  }

  /// A cluster that is as the lab's inventory says, and an inventory that wants one more line of
  /// its nodes.
  private void clusterWithAClientToCome() throws IOException {
    Files.writeString(inventory, inventoryText);
    if (run("plan", inventory, "--exit-code").exitCode() != 0) {
      Invocation apply = run("apply", inventory, "-y", "--overwrite-drift");
      assertThat(apply.exitCode()).as(apply.everything()).isZero();
    }
    Files.writeString(
        inventory,
        inventoryText.replace(
            CLIENTS, CLIENTS + "  - { from: 192.0.2.0/24, database: app, role: app }\n"));
  }

  @Test
  void aNewClustersPlanIsDoneExactlyAndOnce() throws IOException {
    emptyServers();
    Invocation saved = run("plan", inventory, "--out", plan.toString());
    assertThat(saved.exitCode()).as(saved.everything()).isZero();
    assertThat(saved.out()).contains("point of no return: after step ");
    Path twin = folder.resolve("twin.json");
    run("plan", inventory, "--out", twin.toString());
    assertThat(twin).hasSameTextualContentAs(plan);

    Invocation apply = run("apply", plan);
    assertThat(apply.exitCode()).as(apply.everything()).isZero();

    Invocation again = run("apply", plan);
    assertThat(again.exitCode()).as(again.everything()).isEqualTo(5);
    assertThat(again.err()).contains("plan-stale", "pg-w1/start: gone");
    assertThat(run("plan", inventory, "--exit-code").exitCode()).isZero();
  }

  @Test
  void aPlanForAPartChangesThatPart() throws IOException {
    clusterWithAClientToCome();

    Invocation apply = run("apply", inventory, "-y", "--limit", "role:worker");

    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(apply.out())
        .contains("reload pg-w1", "left out, although something is to do: pg-c1")
        .doesNotContain("reload pg-c1");
  }

  @Test
  void whatIsChangedOnAServerMakesThePlanStale() throws IOException {
    clusterWithAClientToCome();
    Invocation saved = run("plan", inventory, "--out", plan.toString());
    assertThat(saved.out()).as(saved.everything()).contains("reload pg-c1");
    cluster.inside(
        cluster.coordinator(), "echo '# by hand' >>/opt/citus-deploy/lab/pg-c1/compose.yml");

    Invocation apply = run("apply", plan);

    assertThat(apply.exitCode()).as(apply.everything()).isEqualTo(5);
    assertThat(apply.err()).contains("plan-stale", "compose.yml", "drift");
    assertThat(run("apply", inventory, "-y").exitCode()).isEqualTo(8);
    assertThat(run("apply", inventory, "-y", "--overwrite-drift").exitCode()).isZero();
    assertThat(run("plan", inventory, "--exit-code").exitCode()).isZero();
  }

  private static Invocation run(String command, Path file, String... options) {
    return Invocation.of(
        Stream.concat(Stream.of(command, file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }
}
