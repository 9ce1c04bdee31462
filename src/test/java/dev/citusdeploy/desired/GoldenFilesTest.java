package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares whole rendered clusters with files that were read by a person. After a change that is
/// meant: `mvn test -Dtest=GoldenFilesTest -Dgolden.update=true`, then read the difference.
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/dev/citusdeploy/desired");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host-network",
        "bridge",
        "ipv6-and-names",
        "two-nodes-a-host",
        "odd-names",
        "more-networks"
      })
  void rendersWhatAPersonHasRead(String name) throws IOException {
    Path golden = GOLDEN.resolve(name);
    SequencedMap<String, String> rendered = files(state(name));
    if (Boolean.getBoolean("golden.update")) {
      write(golden, rendered);
    }
    assertThat(read(golden)).isEqualTo(rendered);
  }

  private static DesiredState state(String name) {
    return switch (name) {
      case "host-network" -> hostNetwork();
      case "bridge" -> bridge();
      case "ipv6-and-names" -> ipv6AndNames();
      case "two-nodes-a-host" -> twoNodesAHost();
      case "odd-names" -> oddNames();
      case "more-networks" -> moreNetworks();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static DesiredState hostNetwork() {
    return SampleCluster.ofThree().rendered();
  }

  private static DesiredState bridge() {
    SampleCluster sample = SampleCluster.ofThree();
    sample.network = NetworkMode.BRIDGE;
    return sample.rendered();
  }

  private static DesiredState ipv6AndNames() {
    var sample = new SampleCluster();
    sample.network = NetworkMode.HOST;
    sample.host("pg-c1", Role.COORDINATOR, "fd00::10");
    sample.host("pg-w01", Role.WORKER, "pg-w01.db.example.com");
    return sample.rendered();
  }

  /// With a client on the nodes' own server, a known size and an image that declares a volume of
  /// its own.
  private static DesiredState twoNodesAHost() {
    var sample = new SampleCluster();
    sample.settings.put("shared_preload_libraries", "pg_stat_statements, citus");
    sample.settings.put("max_connections", "500");
    sample.clients.add(InventorySketch.client("local", "shop", "metrics"));
    sample.host(
        "pg-big",
        Role.COORDINATOR,
        new NodeAddress("10.0.1.9", 5432),
        new NodeAddress("10.0.1.9", 5433));
    SequencedMap<HostName, ServerTraits> servers = new LinkedHashMap<>();
    servers.put(
        new HostName("pg-big"),
        new ServerTraits(
            new Hardware(16, 67_000_000_000L),
            0,
            new ImageTraits(List.of("/var/lib/postgresql", "/backup"))));
    return sample.rendered(servers);
  }

  /// Bridged, with an address more, nodes known by their network and one of them by name.
  private static DesiredState moreNetworks() {
    var sample = new SampleCluster();
    sample.network = NetworkMode.BRIDGE;
    sample.clusterNetworks.add("10.0.0.0/24");
    sample.clusterNetworks.add("fd00::/64");
    sample.listen = new Host.Listen(false, List.of("192.0.2.10", "fd00::10"));
    sample.host("pg-c1", Role.COORDINATOR, "10.0.0.10");
    sample.listen = new Host.Listen(true, List.of());
    sample.host("pg-w01", Role.WORKER, "10.0.0.11");
    sample.listen = Host.Listen.USUAL;
    sample.host("pg-w02", Role.WORKER, "pg-w02.db.example.com");
    return sample.rendered();
  }

  private static DesiredState oddNames() {
    var sample = new SampleCluster();
    sample.database = "it's a \"$HOME\" \\ база";
    sample.superuser = "all";
    sample.paths = new Inventory.Paths("/opt/citus deploy", "/srv/\"data\"");
    sample.clients.set(0, InventorySketch.client("fd00::/8", "+group", "/regex.*"));
    sample.settings.put("search_path", "\"$user\", public");
    sample.settings.put("archive_command", "test ! -f '/a\\b/%f' && cp %p \"/a\\b/%f\"\t#\n x");
    sample.host("pg-c1", Role.COORDINATOR, "127.0.0.1");
    return sample.rendered();
  }

  private static SequencedMap<String, String> files(DesiredState state) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    for (DesiredNode node : state.nodes()) {
      for (DesiredFile file : node.service().files()) {
        // Scripts are copied as they are; start-hash and load-hash stand for the rest.
        if (!file.path().endsWith(".sh") && !file.path().startsWith("tls/")) {
          files.put(
              node.node().name()
                  + "/"
                  + file.path()
                      .replace("conf/" + node.service().generation() + "/", "conf/current/"),
              file.content().text());
        }
      }
    }
    return sorted(files);
  }

  private static SequencedMap<String, String> sorted(SequencedMap<String, String> files) {
    SequencedMap<String, String> sorted = new LinkedHashMap<>();
    files.keySet().stream().sorted().forEach(path -> sorted.put(path, files.get(path)));
    return sorted;
  }

  private static SequencedMap<String, String> read(Path folder) throws IOException {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(path).toString(), Files.readString(path));
      }
    }
    return sorted(files);
  }

  private static void write(Path folder, SequencedMap<String, String> files) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          Files.delete(path);
        }
      }
    }
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
