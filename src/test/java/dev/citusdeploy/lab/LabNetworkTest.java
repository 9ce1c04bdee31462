package dev.citusdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.Privileges;
import dev.citusdeploy.lab.image.DatabaseImage;
import dev.citusdeploy.model.ProblemException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LabNetworkTest {
  private final LabNetwork network =
      new LabNetwork(
          "citus-lab", Subnet.parse("172.31.7.0/24").orElseThrow(), Privileges.CAPABILITIES);

  @Test
  void givesServersFixedNamesAndAddresses() {
    assertThat(network.planned(List.of(), LabOptions.of(3)))
        .containsExactly(
            new LabServer(1, "citus-lab-1", "172.31.7.11", List.of()),
            new LabServer(2, "citus-lab-2", "172.31.7.12", List.of()),
            new LabServer(3, "citus-lab-3", "172.31.7.13", List.of()));
  }

  @Test
  void leavesServersThatAreThereAsTheyAre() {
    LabServer second = new LabServer(2, "citus-lab-2", "172.31.7.99", List.of("172.31.7.64"));
    List<LabServer> planned =
        network.planned(
            List.of(second), new LabOptions(3, 1, new DatabaseImage.Choice.Best(), List.of()));
    assertThat(planned).hasSize(3).contains(second);
    assertThat(planned.getFirst().furtherAddresses()).containsExactly("172.31.7.65");
    assertThat(planned.getLast().furtherAddresses()).containsExactly("172.31.7.66");
  }

  @Test
  void keepsServersBeyondTheNumberAskedFor() {
    List<LabServer> four = network.planned(List.of(), LabOptions.of(4));
    assertThat(network.planned(four, LabOptions.of(2))).isEqualTo(four);
  }

  @Test
  void givesNoAddressTwice() {
    List<LabServer> planned =
        network.planned(
            List.of(), new LabOptions(10, 12, new DatabaseImage.Choice.Best(), List.of()));
    assertThat(
            planned.stream()
                .flatMap(server ->
                    Stream.concat(Stream.of(server.address()), server.furtherAddresses().stream())))
        .doesNotHaveDuplicates()
        .hasSize(130);
  }

  @Test
  void refusesMoreAddressesThanTheNetworkHasRoomFor() {
    LabOptions many = new LabOptions(10, 50, new DatabaseImage.Choice.Best(), List.of());
    assertThatThrownBy(() -> network.planned(List.of(), many))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("lab-network-full");
  }

  @Test
  void refusesALabOfNoServersOrTooMany() {
    assertThatThrownBy(() -> LabOptions.of(0)).hasMessageContaining("lab-size");
    assertThatThrownBy(() -> LabOptions.of(51)).hasMessageContaining("lab-size");
    LabOptions.of(50);
  }

  @Test
  void runsAServerAsDocumented() {
    LabServer server = new LabServer(2, "citus-lab-2", "172.31.7.12", List.of("172.31.7.64"));
    List<String> words =
        new LabContainers(new LabDocker("docker"), "citus-lab")
            .creation(
                server, new LabContainers.Blueprint("image:1", "ssh-ed25519 AAAA x", network));
    assertThat(String.join(" ", words))
        .isEqualTo(
            "run -d --name citus-lab-2 --hostname pg-w1 --network citus-lab --ip 172.31.7.12"
                + " --cap-add ALL --cap-drop SYS_RESOURCE --security-opt seccomp=unconfined"
                + " --security-opt apparmor=unconfined --security-opt systempaths=unconfined"
                + " --cgroupns private --restart unless-stopped --stop-timeout 130"
                + " --label dev.citusdeploy.lab=citus-lab --label dev.citusdeploy.lab.number=2"
                + " --label dev.citusdeploy.lab.address=172.31.7.12"
                + " --label dev.citusdeploy.lab.addresses=172.31.7.64"
                + " -e LAB_AUTHORIZED_KEY=ssh-ed25519 AAAA x -e LAB_ADDRESSES=172.31.7.64/24"
                + " -v citus-lab-2-docker:/var/lib/docker image:1");
  }
}
