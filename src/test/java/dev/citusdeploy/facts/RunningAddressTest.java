package dev.citusdeploy.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.facts.gather.PublishedPorts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.ClusterSketch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The address to connect to follows from the running container, not from the inventory.
class RunningAddressTest {
  private final Inventory inventory = ClusterSketch.of(1).withPort(6432).desired().inventory();
  private final Node node = inventory.coordinator();
  private final SequencedMap<String, String> labels = new LinkedHashMap<>();
  private ContainerFacts.Network network = new ContainerFacts.Network("host", List.of());
  private @Nullable NodeManifest manifest;

  @Test
  void theServersOwnNetworkIsAskedAtTheLabelledPort() {
    labels.put("dev.citusdeploy.port", "5432");
    assertThat(asked()).isEqualTo(new NodeAddress("localhost", 5432));
  }

  @Test
  void aContainerOfAnEarlierVersionUsesTheAddressOfItsManifest() {
    manifest =
        new NodeManifest("coordinator", new NodeAddress("10.0.0.1", 5555), "shop", "postgres");
    assertThat(asked()).isEqualTo(new NodeAddress("localhost", 5555));
  }

  @Test
  void aBridgeIsAskedWhereItsPortIsPublished() {
    network =
        new ContainerFacts.Network(
            "shop-c1_default",
            List.of(new NodeAddress("192.0.2.7", 5432), new NodeAddress("10.0.0.1", 5432)));
    assertThat(asked()).isEqualTo(new NodeAddress("10.0.0.1", 5432));

    network = new ContainerFacts.Network("x", List.of(new NodeAddress("0.0.0.0", 5432)));
    assertThat(asked()).isEqualTo(new NodeAddress("10.0.0.1", 5432));

    network = new ContainerFacts.Network("x", List.of(new NodeAddress("192.0.2.7", 5432)));
    assertThat(asked()).isEqualTo(new NodeAddress("192.0.2.7", 5432));
  }

  @Test
  void anUnknownNetworkIsTakenForTheInventorys() {
    network = ContainerFacts.Network.UNKNOWN;
    labels.put("dev.citusdeploy.port", "nonsense");
    assertThat(asked()).isEqualTo(new NodeAddress("localhost", 6432));
  }

  @Test
  void theEnginesAndTheProgramsFormOfPortsAreReadAlike() {
    JsonMapper json = JsonMapper.shared();
    List<NodeAddress> wanted = List.of(new NodeAddress("10.0.0.1", 5432));
    assertThat(
            PublishedPorts.read(
                json.readTree(
                    """
                    [{"IP":"10.0.0.1","PrivatePort":5432,"PublicPort":5432,"Type":"tcp"},
                     {"PrivatePort":5433,"Type":"tcp"},
                     {"IP":"10.0.0.1","PrivatePort":9,"PublicPort":9,"Type":"udp"},
                     {"IP":"x; rm","PrivatePort":9,"PublicPort":9,"Type":"tcp"}]
                    """)))
        .isEqualTo(wanted);
    assertThat(
            PublishedPorts.read(
                json.readTree(
                    """
                    {"5432/tcp":[{"HostIp":"10.0.0.1","HostPort":"5432"}],"5433/tcp":null}
                    """)))
        .isEqualTo(wanted);
    assertThat(PublishedPorts.read(json.readTree("null"))).isEmpty();
  }

  private NodeAddress asked() {
    ContainerFacts container =
        new ContainerFacts("1", "shop-c1", "sha256:1", "running", "healthy", labels, network);
    return RunningAddress.onHost(
        inventory,
        node,
        new NodeFacts(
            node.name(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new NodeFacts.DataFolder.Absent(),
            null,
            null,
            manifest,
            null,
            container));
  }
}
