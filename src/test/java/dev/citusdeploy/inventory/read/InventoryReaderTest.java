package dev.citusdeploy.inventory.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.Operator;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Role;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InventoryReaderTest {
  private static final InventoryReader READER =
      new InventoryReader(new Operator("anna", Path.of("/home/anna"), Map.of()));

  @Test
  void readsTheSmallestInventoryWithAllDefaults() {
    Inventory inventory =
        READER.read(
            """
            cluster: shop
            image: citusdata/citus:14.1.0
            database: shop
            hosts:
              pg-1: { address: 10.0.0.10, role: coordinator }
            """,
            Path.of("/etc/clusters/shop.yml"));

    assertThat(inventory.cluster()).isEqualTo("shop");
    assertThat(inventory.network()).isEqualTo(Inventory.NetworkMode.HOST);
    assertThat(inventory.lab()).isFalse();
    assertThat(inventory.sameMachine()).isFalse();
    assertThat(inventory.superuser()).isEqualTo("postgres");
    assertThat(inventory.paths()).isEqualTo(Inventory.Paths.DEFAULT);
    assertThat(inventory.clients()).isEmpty();
    Host host = inventory.hosts().getFirst();
    assertThat(host.where()).isEqualTo("/etc/clusters/shop.yml:5:3");
    assertThat(host.ssh())
        .isEqualTo(
            InventorySketch.login("anna", 22, null, Path.of("/home/anna/.ssh/known_hosts"), false));
    assertThat(inventory.coordinator().address()).isEqualTo(new NodeAddress("10.0.0.10", 5432));
    assertThat(inventory.coordinator().role()).isEqualTo(Role.COORDINATOR);
  }

  @Test
  void letsTheHostWinOverTheTopLevel() {
    Inventory inventory =
        READER.read(
            """
            cluster: shop
            image: registry.example.com:5000/citus@sha256:%s
            database: shop
            network: bridge
            cluster_networks: 192.168.0.0/24
            ssh: { user: deploy, port: 2222, identity: keys/id, known_hosts: ~/kh, sudo: true }
            postgres: { port: 6432, superuser: admin, settings: { work_mem: 32MB, jit: off } }
            clients:
              - { from: "fd00::/8", database: shop, role: app }
            paths: { program: /srv/program, data: /srv/data }
            hosts:
              pg-1: { address: db1.example.com, role: coordinator }
              pg-2:
                address: "2001:db8::2"
                advertise: 192.168.0.2
                role: worker
                port: 6433
                ssh: { user: root, sudo: false }
                settings: { jit: on, max_connections: 500 }
            """
                .formatted("a".repeat(64)),
            Path.of("/etc/clusters/shop.yml"));

    Host first = inventory.hosts().getFirst();
    assertThat(first.ssh())
        .isEqualTo(
            InventorySketch.login(
                "deploy", 2222, Path.of("/etc/clusters/keys/id"), Path.of("/home/anna/kh"), true));
    Host second = inventory.hosts().getLast();
    assertThat(second.ssh().user()).isEqualTo("root");
    assertThat(second.ssh().port()).isEqualTo(2222);
    assertThat(second.ssh().sudo()).isFalse();
    Node worker = inventory.workers().getFirst();
    assertThat(worker.host()).isEqualTo(new HostName("pg-2"));
    assertThat(worker.address()).isEqualTo(new NodeAddress("192.168.0.2", 6433));
    assertThat(worker.settings().toString())
        .isEqualTo("{work_mem=32MB, jit=on, max_connections=500}");
    assertThat(inventory.coordinator().settings().toString()).isEqualTo("{work_mem=32MB, jit=off}");
    assertThat(inventory.superuser()).isEqualTo("admin");
    assertThat(inventory.paths()).isEqualTo(new Inventory.Paths("/srv/program", "/srv/data"));
    assertThat(inventory.network()).isEqualTo(Inventory.NetworkMode.BRIDGE);
    assertThat(inventory.clients())
        .containsExactly(InventorySketch.client("fd00::/8", "shop", "app"));
  }

  @Test
  void keepsSettingsExactlyAsTheyAreWritten() {
    Inventory inventory =
        READER.read(
            """
            cluster: no
            image: citusdata/citus:14.1.0
            database: shop
            postgres:
              settings:
                jit: on
                log_connections: no
                log_file_mode: 0644
                work_mem: 1GB
                seq_page_cost: 1.10
                our.big: 1_000
                our.hex: 0x1F
                our.time: 12:30
                our.truth: True
                our.quoted: "a 'b' \\" c"
                our.tilde: "~"
                our.empty: ""
            hosts:
              1a: { address: 10.0.0.10, role: coordinator }
            """,
            Path.of("shop.yml"));

    assertThat(inventory.cluster()).isEqualTo("no");
    assertThat(inventory.coordinator().settings().toString())
        .isEqualTo(
            "{jit=on, log_connections=no, log_file_mode=0644, work_mem=1GB, seq_page_cost=1.10,"
                + " our.big=1_000, our.hex=0x1F, our.time=12:30, our.truth=True,"
                + " our.quoted=a 'b' \" c, our.tilde=~, our.empty=}");
  }

  @Test
  void followsAliases() {
    Inventory inventory =
        READER.read(
            """
            cluster: shop
            image: citusdata/citus:14.1.0
            database: shop
            ssh: &login { user: deploy }
            hosts:
              pg-1: { address: 10.0.0.10, role: coordinator, ssh: *login }
            """,
            Path.of("shop.yml"));

    assertThat(inventory.hosts().getFirst().ssh().user()).isEqualTo("deploy");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThat(refused(Path.of("/nowhere/shop.yml")))
        .hasToString("/nowhere/shop.yml: the inventory cannot be read (inventory-unreadable)")
        .extracting(Problem::why)
        .isEqualTo("there is no file /nowhere/shop.yml");
  }

  @Test
  void asksForTheFileBesideItThatMayBeMeant(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("my shop.yml"), "");

    assertThat(refused(folder.resolve("my shpo.yml")).remedy())
        .isEqualTo("did you mean `'" + folder.resolve("my shop.yml") + "'`?");
    assertThat(refused(folder.resolve("warehouse.yml")).remedy())
        .isEqualTo("see what is there: `ls -l " + folder + "`");
  }

  @Test
  void refusesAFolderAndAFileThatIsNotUtf8(@TempDir Path folder) throws Exception {
    Path latin = folder.resolve("latin.yml");
    Files.write(latin, "cluster: caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(refused(folder).why()).isEqualTo("it is a folder");
    assertThat(refused(latin).why()).isEqualTo("it is not UTF-8");
  }

  private static Problem refused(Path file) {
    var thrown = catchThrowableOfType(ProblemException.class, () -> READER.read(file));
    assertThat(thrown.problems()).hasSize(1);
    assertThat(thrown.problems().getFirst().kind()).isEqualTo(Problem.Kind.USAGE);
    return thrown.problems().getFirst();
  }
}
