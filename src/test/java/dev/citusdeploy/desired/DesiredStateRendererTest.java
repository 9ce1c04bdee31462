package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory.NetworkMode;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredStateRendererTest {
  private final DesiredNode before = SampleCluster.ofThree().first();

  @Test
  void rendersTheSameTwice() {
    assertThat(SampleCluster.ofThree().rendered().nodes())
        .isEqualTo(SampleCluster.ofThree().rendered().nodes());
  }

  @Test
  void listsFilesSortedAndKeepsOnlyTheKeySecret() {
    assertThat(before.service().files())
        .isSortedAccordingTo(Comparator.comparing(DesiredFile::path));
    assertThat(before.service().files().stream().filter(DesiredFile::secret).map(DesiredFile::path))
        .containsExactly("tls/node.key");
    assertThat(before.service().files())
        .allSatisfy(file ->
            assertThat(file.mode()).isEqualTo(file.secret() ? FileMode.PRIVATE : FileMode.PUBLIC));
  }

  @Test
  void trustsNobodyWithoutProof() {
    for (NetworkMode network : NetworkMode.values()) {
      SampleCluster sample = SampleCluster.ofThree();
      sample.network = network;
      for (DesiredNode node : sample.rendered().nodes()) {
        for (DesiredFile file : node.service().files()) {
          assertThat(file.content().text()).doesNotContainPattern("\\btrust\\b");
        }
        assertThat(SampleCluster.text(node, "conf/current/pg_hba.conf").lines())
            .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
            .allMatch(line -> line.startsWith("hostssl ") || line.startsWith("local "))
            .filteredOn(line -> line.startsWith("local "))
            .containsExactly("local   all  postgres  peer map=local");
      }
    }
  }

  @Test
  void writesNoPasswordAnywhere() {
    assertThat(before.service().files())
        .noneMatch(file -> file.content().text().contains("password of a client"));
  }

  @Test
  void recordsInTheGenerationWhatTheScriptsWriteDown() {
    assertThat(SampleCluster.text(before, "conf/current/start-hash"))
        .isEqualTo(before.service().startHash() + "\n");
    assertThat(SampleCluster.text(before, "conf/current/load-hash"))
        .isEqualTo(before.service().loadHash() + "\n");
    assertThat(before.service().generation()).matches("[0-9a-f]{12}");
    assertThat(SampleCluster.text(before, "compose.yml"))
        .contains(before.service().containerHash());
  }

  @Test
  void asksForAReloadOnlyWhenALoginOrASmallSettingChanges() {
    DesiredNode login =
        after(sample -> sample.clients.add(InventorySketch.client("10.9.0.0/16", "shop", "two")));
    DesiredNode setting = after(sample -> sample.settings.put("work_mem", "64MB"));
    for (DesiredNode node : List.of(login, setting)) {
      assertThat(node.service().generation()).isNotEqualTo(before.service().generation());
      assertThat(node.service().loadHash()).isNotEqualTo(before.service().loadHash());
      assertThat(node.service().startHash()).isEqualTo(before.service().startHash());
      assertThat(node.service().containerHash()).isEqualTo(before.service().containerHash());
    }
  }

  /// Start and reload put a copy of it beside the keys.
  @Test
  void asksForAReloadOnlyWhenTheHealthCheckChanges() {
    SampleCluster sample = SampleCluster.ofThree();
    DesiredNode node =
        new DesiredStateRenderer(new OtherHealthCheck())
            .render(sample.inventory(), sample.trust(), new LinkedHashMap<>())
            .nodes()
            .getFirst();
    assertThat(SampleCluster.text(node, "conf/current/health.sh")).endsWith("# other\n");
    assertThat(node.service().loadHash()).isNotEqualTo(before.service().loadHash());
    assertThat(node.service().startHash()).isEqualTo(before.service().startHash());
    assertThat(node.service().containerHash()).isEqualTo(before.service().containerHash());
  }

  private static final class OtherHealthCheck implements TemplateSource {
    private final TemplateSource packaged = new PackagedTemplates();

    @Override
    public Optional<String> read(String path) {
      return packaged
          .read(path)
          .map(text -> path.equals("templates/health.sh") ? text + "# other\n" : text);
    }

    @Override
    public List<String> firstStartFiles() {
      return packaged.firstStartFiles();
    }
  }

  @Test
  void asksForARestartWhenASettingNeedsOne() {
    DesiredNode node = after(sample -> sample.settings.put("max_connections", "500"));
    assertThat(node.service().startHash()).isNotEqualTo(before.service().startHash());
    assertThat(node.service().containerHash()).isEqualTo(before.service().containerHash());
  }

  @Test
  void asksForANewContainerWhenTheImageChanges() {
    DesiredNode node = after(sample -> sample.image = "citusdata/citus:14.2.0");
    assertThat(node.service().containerHash()).isNotEqualTo(before.service().containerHash());
    assertThat(node.service().generation()).isEqualTo(before.service().generation());
    assertThat(node.service().startHash()).isEqualTo(before.service().startHash());
    assertThat(node.service().loadHash()).isEqualTo(before.service().loadHash());
  }

  @Test
  void asksForAReloadOnlyWhenANodeJoins() {
    DesiredNode node = after(sample -> sample.host("pg-w03", Role.WORKER, "10.0.1.3"));
    assertThat(SampleCluster.text(node, "conf/current/pg_hba.conf")).contains("10.0.1.3/32");
    assertThat(SampleCluster.text(node, "conf/current/pg_ident.conf")).contains("pg-w03.node");
    assertThat(node.service().loadHash()).isNotEqualTo(before.service().loadHash());
    assertThat(node.service().startHash()).isEqualTo(before.service().startHash());
    assertThat(node.service().containerHash()).isEqualTo(before.service().containerHash());
  }

  @Test
  void rendersOfficialImagesAlikeBeforeAndAfterTheyAreOnTheServer() {
    DesiredNode sixteen = withImage("/var/lib/postgresql/data");
    DesiredNode eighteen = withImage("/var/lib/postgresql");
    assertThat(sixteen).isEqualTo(before);
    assertThat(eighteen).isEqualTo(before);
    assertThat(SampleCluster.text(withImage("/backup"), "compose.yml"))
        .contains("\"/backup:size=1m,mode=0755\"");
    assertThat(withImage("/run/citus-deploy")).isEqualTo(before);
  }

  @Test
  void sizesBigServersAndLeavesRehearsalsAlone() {
    SequencedMap<HostName, ServerTraits> servers = new LinkedHashMap<>();
    servers.put(
        new HostName("pg-c1"),
        new ServerTraits(new Hardware(8, 33_600_000_000L), 0, ImageTraits.OFFICIAL));
    var sample = new SampleCluster();
    sample.settings.put("effective_cache_size", "5GB");
    sample.host("pg-c1", Role.COORDINATOR, "10.0.0.10");
    String conf = conf(sample.rendered(servers).nodes().getFirst());
    assertThat(conf).contains("shared_buffers = '7936MB'\n");
    assertThat(conf.lastIndexOf("effective_cache_size = '5GB'"))
        .isGreaterThan(conf.indexOf("effective_cache_size = '23808MB'"));
    servers.put(
        new HostName("pg-c1"),
        new ServerTraits(new Hardware(8, 33_600_000_000L), 10, ImageTraits.OFFICIAL));
    assertThat(conf(sample.rendered(servers).nodes().getFirst()))
        .as("other hosts of the inventory are the same machine")
        .contains("shared_buffers = '768MB'\n");
    sample.lab = true;
    assertThat(conf(sample.rendered(servers).nodes().getFirst())).doesNotContain("shared_buffers");
  }

  @Test
  void putsCitusBeforeOtherLibraries() {
    DesiredNode node =
        after(s ->
            s.settings.put("shared_preload_libraries", "pg_stat_statements, citus,auto_explain"));
    assertThat(conf(node).lines().filter(line -> line.startsWith("shared_preload")))
        .containsExactly("shared_preload_libraries = 'citus, pg_stat_statements, auto_explain'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "SSL", "hba_file", "data_directory", "bad name", "x = 1\ny"})
  void refusesSettingsItCannotLetGo(String name) {
    assertThatThrownBy(() -> after(sample -> sample.settings.put(name, "1")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("setting-refused")
        .hasMessageContaining("inventory.yml, node pg-c1");
  }

  @Test
  void packsEveryFileOfTheFirstStart() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("initdb"))) {
      assertThat(new PackagedTemplates().firstStartFiles())
          .containsExactlyElementsOf(files.map(Path::toString).sorted().toList());
    }
  }

  /// The coordinator of the sample cluster after a change to all of its nodes.
  private static DesiredNode after(Consumer<SampleCluster> change) {
    var sample = new SampleCluster();
    sample.settings.put("work_mem", "32MB");
    change.accept(sample);
    List<dev.citusdeploy.inventory.Host> joined = List.copyOf(sample.hosts);
    sample.hosts.clear();
    sample.host("pg-c1", Role.COORDINATOR, "10.0.0.10");
    sample.host("pg-w01", Role.WORKER, "10.0.1.1");
    sample.host("pg-w02", Role.WORKER, "10.0.1.2");
    sample.hosts.addAll(joined);
    return sample.first();
  }

  private static DesiredNode withImage(String volume) {
    SequencedMap<HostName, ServerTraits> servers = new LinkedHashMap<>();
    servers.put(new HostName("pg-c1"), new ServerTraits(null, 0, new ImageTraits(List.of(volume))));
    return SampleCluster.ofThree().rendered(servers).nodes().getFirst();
  }

  private static String conf(DesiredNode node) {
    return SampleCluster.text(node, "conf/current/postgresql.conf");
  }

  @Test
  void listensOnWhatTheInventoryAddsToLocalhostAndTheAdvertisedAddress() {
    assertThat(listenAddresses(new Host.Listen(false, List.of("192.0.2.1", "127.0.0.1"))))
        .isEqualTo("listen_addresses = 'localhost, 10.0.0.10, 192.0.2.1'");
    assertThat(listenAddresses(Host.Listen.USUAL))
        .isEqualTo("listen_addresses = 'localhost, 10.0.0.10'");
    assertThat(listenAddresses(new Host.Listen(true, List.of())))
        .isEqualTo("listen_addresses = '*'");
  }

  @Test
  void knowsNodesByTheirNetworksAndThenNotByName() {
    var sample = new SampleCluster();
    sample.host("c1", Role.COORDINATOR, "db1.example.com").host("w1", Role.WORKER, "10.0.0.2");
    sample.clusterNetworks.add("10.0.0.0/24");
    assertThat(SampleCluster.text(sample.first(), "conf/current/pg_hba.conf"))
        .contains("10.0.0.2/32  cert map=citus", "10.0.0.0/24  cert map=citus")
        .doesNotContain("db1.example.com");
  }

  private static String listenAddresses(Host.Listen listen) {
    var sample = new SampleCluster();
    sample.listen = listen;
    sample.host("c1", Role.COORDINATOR, "10.0.0.10");
    return SampleCluster.text(sample.first(), "conf/current/postgresql.conf")
        .lines()
        .filter(line -> line.startsWith("listen_addresses"))
        .findFirst()
        .orElseThrow();
  }
}
