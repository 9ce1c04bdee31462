package dev.citusdeploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class SameMachineTest {
  @Test
  void namesBothHostsAndTheRemedy() {
    var problems = SameMachine.problems(inventory(false), facts("m1", "m2", "m1"));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().what()).contains("h3").contains("h1");
    assertThat(problems.getFirst().where()).isEqualTo("inv.yml:3:1");
    assertThat(problems.getFirst().remedy()).contains("same_machine: allowed");
  }

  @Test
  void distinguishesACloneFromASecondAddress() {
    var problems = SameMachine.problems(inventory(false), facts("m1 boot-a", "m2", "m1 boot-b"));

    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().code()).isEqualTo("same-machine");
    assertThat(problems.getFirst().why()).contains("machine id m1", "clone");
    assertThat(problems.getFirst().remedy()).contains("systemd-machine-id-setup");
  }

  @Test
  void sayNothingOfHostsWithoutMachineId() {
    assertThat(SameMachine.problems(inventory(false), facts("", "", ""))).isEmpty();
  }

  @Test
  void allowsItWhereTheInventoryDoes() {
    assertThat(SameMachine.problems(inventory(true), facts("m1", "m1", "m1"))).isEmpty();
  }

  @Test
  void countsTheNodesOfAllHostsThatAreOneMachine() {
    ClusterFacts facts = facts("m1", "m1", "m2");
    Inventory inventory = inventory(true);
    assertThat(facts.known())
        .extracting(host -> SameMachine.nodes(inventory, facts, host))
        .containsExactly(2, 2, 1);
    ClusterFacts unknown = facts("", "", "m2");
    assertThat(unknown.known())
        .extracting(host -> SameMachine.nodes(inventory, unknown, host))
        .containsExactly(1, 1, 1);
  }

  private static Inventory inventory(boolean sameMachine) {
    var ssh = InventorySketch.login("u", 22, null, Path.of("known_hosts"), false);
    List<Host> hosts =
        List.of(1, 2, 3).stream()
            .map(i ->
                InventorySketch.host(
                    new HostName("h" + i),
                    "10.0.0." + i,
                    ssh,
                    List.of(node(i)),
                    "inv.yml:" + i + ":1"))
            .toList();
    return InventorySketch.of(hosts).withFile("inv.yml").withSameMachine(sameMachine).inventory();
  }

  private static Node node(int i) {
    return new Node(
        new NodeName("h" + i),
        new HostName("h" + i),
        i == 1 ? Role.COORDINATOR : Role.WORKER,
        new NodeAddress("10.0.0." + i, 5432),
        new LinkedHashMap<>());
  }

  private static ClusterFacts facts(String... machineIds) {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    for (int i = 0; i < machineIds.length; i++) {
      var name = new HostName("h" + (i + 1));
      List<String> ids = List.of((machineIds[i] + " ").split(" ", -1));
      var system =
          new SystemFacts(
              "",
              "",
              new Hardware(1, 1),
              ids.getFirst(),
              ids.get(1),
              Duration.ZERO,
              new DiskSpace(0, 0, 0),
              new DiskSpace(0, 0, 0));
      hosts.put(
          name,
          new HostFacts.Known(
              name,
              system,
              new EngineFacts("", "", List.of()),
              new LinkedHashMap<>(),
              new LinkedHashMap<>(),
              OtherWorkloads.NONE,
              new LinkedHashMap<>(),
              HostFixtures.ACCESS));
    }
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }
}
