package dev.citusdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LabInventoryTest {
  private static final LabServer FIRST = new LabServer(1, "lab-1", "172.31.7.11", List.of());
  private static final LabServer SECOND = new LabServer(2, "lab-2", "172.31.7.12", List.of());

  @Test
  void namesACoordinatorAndWorkers() {
    assertThat(LabInventory.text("citusdata/citus:14.0.1", "172.31.7.0/24", List.of(FIRST, SECOND)))
        .isEqualTo(
            """
            # Written by citus-deploy lab up. Edit it as you like: while the lab stays as it is,
            # it is left alone; when it has to change, your version is kept beside it.
            cluster: lab
            image: citusdata/citus:14.0.1
            database: app
            network: host
            lab: true
            ssh:
              user: deploy
              sudo: true
              identity: ./id_ed25519
              known_hosts: ./known_hosts
            clients:
              - { from: 172.31.7.0/24, database: app, role: app }
            hosts:
              pg-c1: { address: 172.31.7.11, role: coordinator }
              pg-w1: { address: 172.31.7.12, role: worker }
            """);
  }

  @Test
  void makesAWorkerOfEveryFurtherAddress() {
    LabServer wide =
        new LabServer(2, "lab-2", "172.31.7.12", List.of("172.31.7.64", "172.31.7.65"));
    assertThat(LabInventory.text("image:1", "172.31.7.0/24", List.of(FIRST, wide)))
        .contains("network: bridge\n", "same_machine: allowed\n")
        .endsWith(
            """
              pg-w1: { address: 172.31.7.12, role: worker }
              pg-w1-x1: { address: 172.31.7.64, role: worker }
              pg-w1-x2: { address: 172.31.7.65, role: worker }
            """);
  }

  @Test
  void knowsAServerByAllItsAddresses() {
    LabServer wide = new LabServer(2, "lab-2", "172.31.7.12", List.of("172.31.7.64"));
    assertThat(LabInventory.knownHosts(wide, List.of("ssh-ed25519 AAAA", "ssh-rsa BBBB")))
        .containsExactly(
            "172.31.7.12,172.31.7.64 ssh-ed25519 AAAA", "172.31.7.12,172.31.7.64 ssh-rsa BBBB");
  }
}
