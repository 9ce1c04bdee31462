package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.lab.image.LabImages;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Many hosts of an inventory that are one server, as in a rehearsal; on the newest real Citus,
/// else on the rehearsal image. Nodes have a bridge network, since they share a port.
final class SameMachineIT {
  private final LabCluster cluster = new LabCluster(TestLabs.named("machine"));

  @AfterEach
  void down() {
    cluster.down();
  }

  @Test
  void sixHostsOnOneServer() {
    firstApplyWorks(5);
    aNetworkThatWasRemovedIsMadeAnew();
  }

  /// A container that does not run keeps the id of its network, and a new one has another.
  private void aNetworkThatWasRemovedIsMadeAnew() {
    LabServer server = cluster.servers().getFirst();
    cluster.sql("create table kept as select 42 as id");
    cluster.inside(server, "docker stop $(docker ps -q)");
    assertThat(cluster.inside(server, "docker network prune -f")).contains("citus-deploy-lab");
    Invocation apply = cluster.run("apply", "-y", "--step-timeout", "600");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
    assertThat(cluster.sql("select id from kept")).isEqualTo("42\n");
  }

  /// As many as an engine has room for networks.
  @Test
  @Tag("long")
  void thirtyHostsOnOneServer() {
    firstApplyWorks(29);
  }

  private void firstApplyWorks(int addresses) {
    DatabaseImage image =
        TestLabs.bestImage(new LabImages(LabDocker.onPath(), ClusterLab::progress));
    cluster.up(
        new LabOptions(1, addresses, new DatabaseImage.Choice.Named(image.reference()), List.of()));
    LabServer server = cluster.servers().getFirst();

    Invocation apply = cluster.run("apply", "-y", "--step-timeout", "600");
    assertThat(apply.exitCode()).as(apply.everything()).isZero();

    int nodes = addresses + 1;
    assertThat(cluster.sql("select count(*) from pg_dist_node where isactive"))
        .isEqualTo(nodes + "\n");
    assertThat(cluster.inside(server, "docker network ls -q -f driver=bridge | wc -l"))
        .as("the engine's own and the cluster's")
        .isEqualTo("2\n");
    Invocation again = cluster.run("plan", "--exit-code");
    assertThat(again.exitCode()).as(again.everything()).isZero();
  }
}
