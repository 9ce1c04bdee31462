package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.Await;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Role;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A rendered node on real database images, from its first start on. Needs Docker on this machine
/// and at least one image: `citusdata/citus` of any version, or the rehearsal image.
class FirstStartIT {
  private static final String PASSWORD = "throw-away-of-this-test";
  private static final String BY_CERTIFICATE =
      "sslmode=verify-full sslrootcert=/run/citus-deploy/tls/ca.crt"
          + " sslcert=/run/citus-deploy/tls/node.crt sslkey=/run/citus-deploy/tls/node.key";

  @TempDir private Path root;
  private final String container = "desired-it-" + ProcessHandle.current().pid();
  private SampleCluster sample = new SampleCluster();
  private ClusterTrust trust = sample.trust();

  /// Every database image on this machine, each only in its newest version.
  static List<String> images() throws Exception {
    List<String> found =
        Stream.of("citusdata/citus", "citus-deploy-lab/rehearsal")
            .map(FirstStartIT::newest)
            .flatMap(List::stream)
            .toList();
    assertThat(found)
        .as("database images in this machine's Docker; pull citusdata/citus or build the lab's")
        .isNotEmpty();
    return found;
  }

  private static List<String> newest(String repository) {
    try {
      String listed =
          DockerProgram.run("images", "--format", "{{.Repository}}:{{.Tag}}", repository).output();
      return listed.lines().sorted(Comparator.reverseOrder()).limit(1).toList();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    sample.paths =
        new Inventory.Paths(root.resolve("program").toString(), root.resolve("data").toString());
    sample.lab = true;
    sample.host("pg-c1", Role.COORDINATOR, new NodeAddress("127.0.0.1", freePort()));
    trust = new TestAuthority().trustFor(sample.inventory());
  }

  @AfterEach
  void removeTheContainer() throws Exception {
    DockerProgram.run("rm", "-f", container);
    // Files of the container's users can be removed only by a container when this test isn't root.
    DockerProgram.run(
        "run",
        "--rm",
        "-v",
        root + ":/root-of-test",
        "--entrypoint=rm",
        sample.image,
        "-rf",
        "/root-of-test/data");
  }

  @ParameterizedTest
  @MethodSource("images")
  void becomesHealthyAndStaysSoAfterARestart(String image) throws Exception {
    DesiredNode node = place(image);
    DockerProgram.Result first = initialise(node);
    assertThat(first.exitCode()).as(first.output()).isZero();
    assertThat(data(node, "initialised"))
        .contains("cluster=shop\nnode=pg-c1\npostgres=")
        .endsWith("fingerprint=f1n9e2\n");

    start(node);
    awaitHealth();
    assertThat(data(node, "started").strip()).isEqualTo(node.service().startHash());
    assertThat(data(node, "loaded").strip()).isEqualTo(node.service().loadHash());
    assertThat(sql("SELECT count(*) FROM pg_extension WHERE extname = 'citus'")).isEqualTo("1");
    int port = node.node().address().port();
    sql("SELECT citus_set_coordinator_host('127.0.0.1', " + port + ")");
    assertThat(sql("SELECT bool_and(result) FROM citus_check_cluster_node_health()"))
        .isEqualTo("t");

    DockerProgram.run("restart", container);
    awaitHealth();
    assertThat(sql("SELECT bool_and(result) FROM citus_check_cluster_node_health()"))
        .isEqualTo("t");

    DockerProgram.Result again = initialise(node);
    assertThat(again.exitCode()).isZero();
    assertThat(again.output()).contains("complete already");
  }

  @ParameterizedTest
  @MethodSource("images")
  void letsInNobodyWithoutTlsAndLeaksNothing(String image) throws Exception {
    DesiredNode node = place(image);
    assertThat(initialise(node).exitCode()).isZero();
    start(node);
    awaitHealth();

    assertThat(psql("sslmode=disable", "SELECT 1").output()).contains("no encryption");
    assertThat(psql("sslmode=require sslcert=none sslkey=none", "SELECT 1").output())
        .contains("connection requires a valid client certificate");
    assertThat(exec("psql", "-XAtc", "SELECT 1").output()).contains("Peer authentication failed");
    assertThat(asPostgres("psql", "-XAtc", "SELECT 1").output()).isEqualToIgnoringNewLines("1");

    assertThat(DockerProgram.run("inspect", container).output()).doesNotContain(PASSWORD);
    assertThat(asPostgres("cat", "/proc/1/environ").output())
        .contains("PGDATA=")
        .doesNotContain(PASSWORD)
        .doesNotContain("PGPASSWORD");
    assertThat(
            DockerProgram.run("inspect", "-f", "{{range .Mounts}}{{.Type}} {{end}}", container)
                .output())
        .contains("bind")
        .doesNotContain("volume");
    assertThat(DockerProgram.run("logs", container).output()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @MethodSource("images")
  void reloadsWhatIsRightAndRefusesWhatIsWrong(String image) throws Exception {
    DesiredNode node = place(image);
    assertThat(initialise(node).exitCode()).isZero();
    start(node);
    awaitHealth();

    sample.hosts.clear();
    sample.settings.put("work_mem", "13MB");
    sample.settings.put("max_connections", "77");
    sample.host("pg-c1", Role.COORDINATOR, node.node().address());
    DesiredNode changed = place(image);
    DockerProgram.Result reload = exec("sh", "/etc/citus-deploy/conf/current/reload.sh");
    assertThat(reload.exitCode()).as(reload.output()).isZero();
    assertThat(sql("SHOW work_mem")).isEqualTo("13MB");
    assertThat(data(node, "loaded").strip()).isEqualTo(changed.service().loadHash());
    assertThat(data(node, "started").strip())
        .isEqualTo(node.service().startHash())
        .isNotEqualTo(changed.service().startHash());

    sample.hosts.clear();
    sample.settings.put("work_mem", "14MB");
    sample.settings.put("wrok_mem", "14MB");
    sample.host("pg-c1", Role.COORDINATOR, node.node().address());
    place(image);
    DockerProgram.Result refused = exec("sh", "/etc/citus-deploy/conf/current/reload.sh");
    assertThat(refused.exitCode()).isEqualTo(65);
    assertThat(refused.output()).contains("wrok_mem").contains("not reloaded");
    assertThat(sql("SHOW work_mem")).isEqualTo("13MB");
    assertThat(data(node, "loaded").strip()).isEqualTo(changed.service().loadHash());
  }

  @ParameterizedTest
  @MethodSource("images")
  void neverContinuesHalfMadeDataAndStartsAfreshAfterAFailure(String image) throws Exception {
    sample.hosts.clear();
    sample.settings.put("wrok_mem", "14MB");
    sample.host("pg-c1", Role.COORDINATOR, new NodeAddress("127.0.0.1", 5432));
    DesiredNode broken = place(image);
    DockerProgram.Result failed = initialise(broken);
    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.output()).contains("wrok_mem").doesNotContain(PASSWORD);
    assertThat(Path.of(broken.service().dataFolder(), "pgdata")).doesNotExist();

    start(broken);
    assertThat(awaitExit()).isEqualTo(65);
    assertThat(DockerProgram.run("logs", container).output()).contains("no completed data");

    sample.settings.remove("wrok_mem");
    sample.hosts.clear();
    sample.host("pg-c1", Role.COORDINATOR, new NodeAddress("127.0.0.1", 5432));
    DesiredNode node = place(image);
    assertThat(initialise(node).exitCode()).isZero();

    Files.delete(Path.of(node.service().dataFolder(), "initialised"));
    DockerProgram.Result refused = initialise(node);
    assertThat(refused.exitCode()).isEqualTo(65);
    assertThat(refused.output()).contains("half made");
    assertThat(Path.of(node.service().dataFolder(), "initialised")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("images")
  void startsNoServerOnAnotherNodesData(String image) throws Exception {
    DesiredNode node = place(image);
    Files.writeString(
        Path.of(node.service().dataFolder(), "initialised"),
        "cluster=shop\nnode=pg-w01\npostgres=17\nfingerprint=f1n9e2\n");
    start(node);
    assertThat(awaitExit()).isEqualTo(65);
    assertThat(DockerProgram.run("logs", container).output()).contains("belongs to another node");
    assertThat(initialise(node).exitCode()).isEqualTo(65);
  }

  @ParameterizedTest
  @MethodSource("images")
  void takesOddNamesAndValuesForWhatTheyAre(String image) throws Exception {
    String command = "test ! -f '/a\\b/%f' && cp %p \"/a\\b/%f\"\t#\n $HOME";
    sample.hosts.clear();
    sample.database = "it's a \"$HOME\" \\ база";
    sample.superuser = "all";
    sample.clients.clear();
    sample.clients.add(InventorySketch.client("fd00::/8", sample.database, "+group"));
    sample.clients.add(InventorySketch.client("fd00::/8", "all", "/rol\"e.*"));
    sample.settings.put("archive_command", command);
    sample.host("pg-c1", Role.COORDINATOR, new NodeAddress("127.0.0.1", freePort()));
    trust = new TestAuthority().trustFor(sample.inventory());
    DesiredNode node = place(image);
    DockerProgram.Result first = initialise(node);
    assertThat(first.exitCode()).as(first.output()).isZero();
    start(node);
    awaitHealth();

    assertThat(sql("SELECT current_database() || '|' || current_user"))
        .isEqualTo(sample.database + "|all");
    assertThat(sql("SELECT setting FROM pg_file_settings WHERE name = 'archive_command'"))
        .isEqualTo(command);
    assertThat(
            sql(
                "SELECT unnest(user_name) FROM pg_hba_file_rules"
                    + " WHERE auth_method = 'scram-sha-256' AND error IS NULL"))
        .isEqualTo("+group\n/^/rol\\\"e\\.\\*$");
    assertThat(sql("SELECT count(*) FROM pg_ident_file_mappings WHERE error IS NOT NULL"))
        .isEqualTo("0");
  }

  /// Renders the node, writes its files as a run would, and switches the link.
  private DesiredNode place(String image) throws IOException {
    sample.image = image;
    DesiredNode node =
        new DesiredStateRenderer(new PackagedTemplates())
            .render(sample.inventory(), trust, new LinkedHashMap<>())
            .nodes()
            .getFirst();
    for (DesiredFile file : node.service().files()) {
      Path path = Path.of(node.service().folder(), file.path());
      Files.createDirectories(path.getParent());
      Files.write(path, file.content().toArray());
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(file.secret() ? "rw-------" : "rw-r--r--"));
    }
    Path link = Path.of(node.service().folder(), "conf/current.new");
    Files.createSymbolicLink(link, Path.of(node.service().generation()));
    Files.move(link, link.resolveSibling("current"), StandardCopyOption.ATOMIC_MOVE);
    Files.createDirectories(Path.of(node.service().dataFolder()));
    Files.createDirectories(Path.of(sample.inventory().layout().servedFolder(node.node().name())));
    return node;
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private DockerProgram.Result initialise(DesiredNode node) throws Exception {
    return DockerProgram.runWithInput(
        PASSWORD + "\n",
        DockerProgram.runArguments(SampleCluster.text(node, "initialise.yml"), "--rm", "-i"));
  }

  private void start(DesiredNode node) throws Exception {
    DockerProgram.Result started =
        DockerProgram.runWithInput(
            "",
            DockerProgram.runArguments(
                SampleCluster.text(node, "compose.yml"), "-d", "--name", container));
    assertThat(started.exitCode()).as(started.output()).isZero();
  }

  private void awaitHealth() {
    Await.value("its health", this::health, health -> health.equals("healthy"));
  }

  private String health() {
    try {
      return DockerProgram.run("inspect", "-f", "{{.State.Health.Status}}", container)
          .output()
          .strip();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private int awaitExit() throws Exception {
    int code = Integer.parseInt(DockerProgram.run("wait", container).output().strip());
    return code;
  }

  private DockerProgram.Result exec(String... command) throws Exception {
    return DockerProgram.run(
        Stream.concat(Stream.of("exec", container), Arrays.stream(command)).toArray(String[]::new));
  }

  private DockerProgram.Result asPostgres(String... command) throws Exception {
    return DockerProgram.run(
        Stream.concat(Stream.of("exec", "-u", "postgres", container), Arrays.stream(command))
            .toArray(String[]::new));
  }

  private DockerProgram.Result psql(String tls, String statement) throws Exception {
    return exec("psql", "-XAtqc", statement, "host=127.0.0.1 connect_timeout=3 " + tls);
  }

  private String sql(String statement) throws Exception {
    DockerProgram.Result result = psql(BY_CERTIFICATE, statement);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output().strip();
  }

  private String data(DesiredNode node, String name) throws IOException {
    return Files.readString(Path.of(node.service().dataFolder(), name));
  }
}
