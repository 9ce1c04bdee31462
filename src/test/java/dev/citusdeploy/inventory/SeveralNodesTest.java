package dev.citusdeploy.inventory;

import static dev.citusdeploy.inventory.Readings.HEAD;
import static dev.citusdeploy.inventory.Readings.only;
import static dev.citusdeploy.inventory.Readings.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Problem;
import org.junit.jupiter.api.Test;

final class SeveralNodesTest {
  private static final String COORDINATOR =
      HEAD + "hosts:\n  pg-c1: { address: 10.0.0.10, role: coordinator }\n";

  @Test
  void namesAndNumbersTheNodesOfAHost() {
    Inventory inventory =
        read(COORDINATOR + "  big[1:2]: { address: '10.0.1.[1:2]', role: worker, nodes: 3 }\n");
    assertThat(inventory.hosts()).hasSize(3);
    assertThat(inventory.workers())
        .extracting(node -> node.host() + " " + node.name() + " " + node.address())
        .containsExactly(
            "big1 big1 10.0.1.1:5432",
            "big1 big1-2 10.0.1.1:5433",
            "big1 big1-3 10.0.1.1:5434",
            "big2 big2 10.0.1.2:5432",
            "big2 big2-2 10.0.1.2:5433",
            "big2 big2-3 10.0.1.2:5434");
  }

  @Test
  void refusesACoordinatorOfSeveralNodes() {
    Problem problem =
        only(HEAD + "hosts:\n  c1: { address: 10.0.0.10, role: coordinator, nodes: 2 }\n");
    assertThat(problem.what()).isEqualTo("`c1` is the coordinator and cannot have 2 nodes");
    assertThat(problem.where()).isEqualTo("shop.yml:5:55");
  }

  @Test
  void refusesANodesNameThatAnotherHostBears() {
    Problem problem =
        only(
            COORDINATOR
                + "  big: { address: 10.0.1.1, role: worker, nodes: 2 }\n"
                + "  big-2: { address: 10.0.1.2, role: worker }\n");
    assertThat(problem)
        .hasToString(
            "shop.yml:6:50: node 2 of `big` would be named `big-2`, which is taken"
                + " (inventory-conflict)");
    assertThat(problem.why()).isEqualTo("`big-2` in line 7 has that name");
  }

  @Test
  void refusesNamesThatGrowTooLongAndPortsBeyondTheLast() {
    assertThat(
            only(COORDINATOR
                    + "  "
                    + "a".repeat(39)
                    + ": { address: x1, role: worker, nodes: 2 }\n"
                    + "cluster_networks: [10.0.0.0/8]\n")
                .what())
        .isEqualTo("the node name `" + "a".repeat(39) + "-2` is too long");
    assertThat(
            only(COORDINATOR + "  w: { address: 10.0.1.1, role: worker, port: 65534, nodes: 3 }\n")
                .what())
        .isEqualTo("node 3 of `w` would have the port 65536");
  }

  @Test
  void seesThatAFurtherNodeTakesAPort() {
    String two =
        COORDINATOR
            + "  a: { address: 10.0.1.1, role: worker, nodes: 2 }\n"
            + "  b: { address: 10.0.1.1, role: worker, port: %d }\n"
            + "same_machine: allowed\n";
    assertThat(only(two.formatted(5433)).what())
        .isEqualTo("`b` has the machine and the port of `a`");
    assertThat(read(two.formatted(5434)).workers()).hasSize(3);
  }
}
