package dev.citusdeploy.facts.gather;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.remote.LocalShellHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs the script for real, in every shell that is on this machine.
class FactsScriptTest {
  private static final NodeName NODE = new NodeName("pg-w1");

  @TempDir Path folder;

  static Stream<List<String>> shells() {
    var shells = LocalShellHost.shells();
    assertThat(shells).containsKey("sh");
    return shells.values().stream();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsTheMachine(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    FakeServer.file(server.data.resolve("shop/x"), "");

    SystemFacts system = server.known().system();

    assertThat(system.operatingSystem()).isNotBlank();
    assertThat(system.architecture())
        .isEqualTo(System.getProperty("os.arch").replace("amd64", "x86_64"));
    assertThat(system.hardware().cpus()).isPositive();
    assertThat(system.hardware().memoryBytes()).isGreaterThan(64L << 20);
    assertThat(system.data().sizeBytes()).isEqualTo(Files.getFileStore(folder).getTotalSpace());
    assertThat(system.data().freeBytes())
        .isPositive()
        .isLessThanOrEqualTo(system.data().sizeBytes());
    assertThat(system.data().freeFiles()).isPositive();
    assertThat(system.program().sizeBytes()).isEqualTo(system.data().sizeBytes());
    assertThat(system.clockOffset().abs()).isLessThan(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsNamesOfAnyBytes(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    List<String> names =
        List.of(
            "compose.yml",
            "with blank",
            "new\nline",
            "mode 644 .\n./pg-w1/forged",
            "tab\there",
            "return\rhere",
            "back\\slash",
            "-dash",
            "* [a]?",
            "'single' \"double\" $x `y`",
            "ümläut",
            ".hidden",
            "conf/current/deep",
            "dir\nline/plain");
    for (String name : names) {
      FakeServer.file(server.program.resolve("shop/pg-w1").resolve(name), "content of " + name);
    }

    var files = server.known().node(NODE).orElseThrow().files();

    assertThat(files.keySet()).containsExactlyInAnyOrderElementsOf(names);
    names.forEach(name ->
        assertThat(requireNonNull(files.get(name)).hash())
            .isEqualTo(Sha256.of("content of " + name)));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsNamesThatAreNotText(List<String> shell) throws Exception {
    var server = new FakeServer(folder, shell).docker("docker26");
    Path node = Files.createDirectories(server.program.resolve("shop/pg-w1"));
    // Java cannot write such names, a shell can.
    assertThat(
            LocalPrograms.process(
                    "sh",
                    "-c",
                    "cd \"$1\" && touch \"$(printf 'a\\377')\" \"$(printf 'a\\376')\""
                        + " && ln -s \"$(printf 'x\\n\\200\\ny')\" link",
                    "sh",
                    node.toString())
                .start()
                .waitFor())
        .isZero();

    var facts = server.known().node(NODE).orElseThrow();

    assertThat(facts.files().keySet()).containsExactly("a\uDCFE", "a\uDCFF");
    assertThat(facts.links()).containsEntry("link", "x\n\uDC80\ny");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsModesAndLinksAndLeavesTheStateOut(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    Path cluster = server.program.resolve("shop");
    Path key = FakeServer.file(cluster.resolve("pg-w1/tls/node.key"), "k");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(cluster.resolve("pg-w1/current"), Path.of("generation 1"));
    FakeServer.file(cluster.resolve(".state/lock"), "");
    FakeServer.file(cluster.resolve("pg-w1/conf/.state/kept"), "");
    FakeServer.file(cluster.resolve("pg-w9/compose.yml"), "");

    var known = server.known();

    var node = known.node(NODE).orElseThrow();
    assertThat(requireNonNull(node.files().get("tls/node.key")).mode()).isEqualTo(FileMode.PRIVATE);
    assertThat(node.files()).containsOnlyKeys("conf/.state/kept", "tls/node.key");
    assertThat(node.links()).containsEntry("current", "generation 1").hasSize(1);
    assertThat(known.nodes().keySet())
        .containsExactly(NODE, new NodeName("pg-w1-2"), new NodeName("pg-w9"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsDataFolders(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    Path data = server.data.resolve("shop");
    FakeServer.file(
        data.resolve("pg-w1/initialised"),
        "cluster=shop\nnode=pg-w1\npostgres=17\nfingerprint=abc\n");
    FakeServer.file(data.resolve("pg-w1/pgdata/PG_VERSION"), "17\n");
    FakeServer.file(data.resolve("pg-w1/started"), "start-hash\n");
    FakeServer.file(data.resolve("pg-w1/loaded"), "load-hash");
    FakeServer.file(
        server.program.resolve("shop/pg-w1/manifest.json"),
        """
        {
          "role": "worker",
          "address": {"host": "10.0.0.2", "port": 5432},

          "database": "it's a \\"$HOME\\" \\\\ \\u0431"
        }
        """);
    Files.createDirectories(data.resolve("pg-w1-2/pgdata"));
    FakeServer.file(server.program.resolve("shop/half/manifest.json"), "{");
    FakeServer.file(data.resolve("half/pgdata/PG_VERSION"), "16\n");
    FakeServer.file(data.resolve("failed/pgdata.unfinished/PG_VERSION"), "17\n");
    FakeServer.file(data.resolve("stray/.something"), "");
    FakeServer.file(data.resolve("not a node/x"), "");

    var known = server.known();

    var node = known.node(NODE).orElseThrow();
    assertThat(node.data()).isEqualTo(new DataFolder.Initialised("shop", "pg-w1", "17", "abc"));
    assertThat(node.started()).isEqualTo("start-hash");
    assertThat(node.loaded()).isEqualTo("load-hash");
    assertThat(node.manifest())
        .isEqualTo(
            new NodeManifest(
                "worker", new NodeAddress("10.0.0.2", 5432), "it's a \"$HOME\" \\ б", ""));
    assertThat(data(known, "pg-w1-2")).isEqualTo(new DataFolder.Absent());
    assertThat(data(known, "half")).isEqualTo(new DataFolder.Unmarked("16"));
    assertThat(data(known, "failed")).isEqualTo(new DataFolder.Absent());
    assertThat(data(known, "stray")).isEqualTo(new DataFolder.Unmarked(""));
    assertThat(known.nodes()).hasSize(5);
    assertThat(FakeServer.problems(known)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsHowFarANodeHasServed(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    Path served = server.program.resolve("shop/.state/served");
    FakeServer.file(served.resolve("pg-w1/lsn"), "7714095405154639931 1A/223A128\n");
    FakeServer.file(served.resolve("pg-w1/older"), "7714095405154639931 0/20D68E0\nmore\n");
    FakeServer.file(served.resolve("pg-w1-2/older"), "7714095405154639931 0/20D68E0\n");
    // Root in a container may create a link there, which must not be followed.
    Path secret = FakeServer.file(folder.resolve("secret"), "7714095405154639931 0/1\n");
    FakeServer.file(server.data.resolve("shop/pg-w3/x"), "");
    Files.createDirectories(served.resolve("pg-w3"));
    Files.createSymbolicLink(served.resolve("pg-w3/lsn"), secret);

    var known = server.known();

    assertThat(known.node(NODE).orElseThrow().served())
        .isEqualTo(new ServedPosition("7714095405154639931", "1A/223A128", "0/20D68E0"));
    assertThat(known.node(new NodeName("pg-w1-2")).orElseThrow().served()).isNull();
    assertThat(known.node(new NodeName("pg-w3")).orElseThrow().served()).isNull();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsRecordsOfFirstStartsAndWhatTheDataIsOn(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    String record =
        """
        cluster=shop
        node=%s
        postgres=17
        fingerprint=abc
        data=/data/shop/%s
        mount=/data
        device=/dev/sdb1
        """;
    Path records = server.program.resolve("shop/.state/first-start");
    FakeServer.file(records.resolve("pg-w1"), record.formatted("pg-w1", "pg-w1"));
    FakeServer.file(records.resolve("pg-w7"), record.formatted("pg-w7", "pg-w7"));
    FakeServer.file(records.resolve("pg-w8.new"), "half");
    FakeServer.file(server.data.resolve("shop/pg-w1-2/initialised"), "cluster=shop\n");

    var known = server.known();

    FirstStartRecord firstStart = requireNonNull(known.node(NODE).orElseThrow().firstStart());
    assertThat(firstStart)
        .isEqualTo(
            new FirstStartRecord(
                "shop",
                "pg-w1",
                "17",
                "abc",
                "/data/shop/pg-w1",
                "/data",
                "/dev/sdb1",
                "",
                "",
                "",
                List.of(),
                firstStart.mountedNow()));
    assertThat(firstStart.mountedNow())
        .isEqualTo(Files.getFileStore(folder).toString().replaceFirst(" \\(.*", ""));
    assertThat(requireNonNull(known.node(new NodeName("pg-w7")).orElseThrow().firstStart()).node())
        .isEqualTo("pg-w7");
    assertThat(known.node(new NodeName("pg-w1-2")).orElseThrow().firstStart()).isNull();
    assertThat(known.nodes()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void readsTheSameFromProgramAndEngine(List<String> shell) throws IOException {
    for (String release : List.of("docker20", "docker26")) {
      var program = new FakeServer(folder.resolve(release), shell).docker(release).known();
      var server = new FakeServer(folder.resolve(release + "e"), shell).engine(release);
      FakeServer.file(server.bin("docker-compose"), "2.26.1-4\n");
      var engine = server.known();

      assertThat(engine.engine().engineVersion()).isEqualTo(program.engine().engineVersion());
      assertThat(engine.engine().securityOptions()).isEqualTo(program.engine().securityOptions());
      assertThat(engine.nodes()).isEqualTo(program.nodes());
      assertThat(engine.images()).isEqualTo(program.images());
      ContainerFacts container = requireNonNull(engine.node(NODE).orElseThrow().container());
      assertThat(container.isHealthy()).isTrue();
      assertThat(container.labels().get("odd")).startsWith("a,b=\"c\"\\ ").endsWith("é");
      assertThat(engine.images()).containsOnlyKeys("debian:trixie-slim");
      assertThat(FakeServer.problems(engine)).isEmpty();
    }
  }

  @Test
  void reportsThePostgresVersionOfAnImage() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    assertThat(requireNonNull(server.known().images().get("debian:trixie-slim")).postgresMajor())
        .isEmpty();

    FakeServer.file(
        server.bin("docker-image"),
        """
        {"Id":"sha256:95","RepoDigests":[],"Architecture":"amd64","Config":{"Volumes":null,"Env":["PATH=/bin","PG_MAJOR=17","PG_VERSION=17.11"]}}
        """);

    assertThat(requireNonNull(server.known().images().get("debian:trixie-slim")).postgresMajor())
        .isEqualTo("17");
  }

  @Test
  void doesNotStartComposeWhenItsContainersShowItsVersion() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).engine("docker26");
    Path plugin = FakeServer.file(folder.resolve(".docker/cli-plugins/docker-compose"), "");
    Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwx------"));

    assertThat(server.known().engine().composeVersion()).isEqualTo("2.26.1");
    assertThat(Files.readString(server.bin("curl-asked")))
        .contains("dev.citusdeploy.cluster%3Dshop");
  }

  @Test
  void missesAComposeThatWentAwayAlthoughItsWorkIsThere() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).engine("docker26");

    var known = server.known();

    assertThat(Files.readString(server.bin("curl-containers"))).contains("compose.version");
    assertThat(FakeServer.problems(known))
        .extracting(Problem::code)
        .containsExactly("compose-missing");
  }

  @Test
  void asksTheProgramWhereTheEngineDoesNotAnswer() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).engine("docker26");
    server.command("curl", "#!/bin/sh\nprintf '\\nstatus 000\\n'\nexit 7\n");

    var known = server.known();

    assertThat(known.engine().engineVersion()).isEqualTo("26.1.5+dfsg1");
    assertThat(known.engine().composeVersion()).isEqualTo("2.26.1-4");
    assertThat(known.images()).containsOnlyKeys("debian:trixie-slim");
  }

  @Test
  void leavesTheEngineAloneWhereTheProgramMightMeanAnother() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).engine("docker26");
    FakeServer.file(folder.resolve(".docker/config.json"), "{\n\"currentContext\": \"rootless\"}");

    assertThat(server.known().engine().composeVersion()).isEqualTo("2.26.1-4");
    assertThat(server.bin("curl-asked")).doesNotExist();
  }

  @Test
  void getsAlongWithBusyBoxAlone() throws Exception {
    var server = new FakeServer(folder, List.of("busybox", "ash")).onlyBusyBox().docker("docker26");
    // Debian leaves this one applet out, Alpine has it.
    server.command("flock", "#!/bin/busybox true");
    FakeServer.file(server.program.resolve("shop/pg-w1/back\\slash"), "a");
    FakeServer.file(server.program.resolve("shop/pg-w1/plain"), "b");

    var known = server.known();

    assertThat(FakeServer.problems(known)).isEmpty();
    assertThat(known.node(NODE).orElseThrow().files()).containsOnlyKeys("back\\slash", "plain");
    assertThat(known.system().hardware().cpus()).isPositive();
  }

  @Test
  void namesWhatIsMissing() throws IOException {
    var server =
        new FakeServer(folder, List.of("/bin/sh"))
            .onlyPrograms(List.of("cat", "date", "find", "id", "sh", "stat", "uname", "nproc"));

    var problems = server.problems();

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("tools-missing", "docker-missing");
    assertThat(problems.getFirst().what())
        .contains("sha256sum", "flock", "tar")
        .doesNotContain("stat,");
    assertThat(problems.getFirst().remedy())
        .contains("apt-get install coreutils sed tar util-linux", "apk add coreutils flock sed tar")
        .doesNotContain("findutils");
    assertThat(problems.getLast().why()).contains("docker").doesNotContain("eval", "[]");
  }

  @Test
  void doesNotTakeAClosedDoorForAnEmptyRoom() throws IOException {
    // Root may read everything, so the script runs as somebody else then.
    boolean root = Files.getOwner(folder).getName().equals("root");
    List<String> shell =
        root
            ? List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh")
            : List.of("sh");
    var server = new FakeServer(folder, shell).docker("docker26");
    FakeServer.file(server.program.resolve("shop/pg-w1/tls/node.key"), "k");
    FakeServer.file(server.program.resolve("shop/pg-w1/compose.yml"), "c");
    FakeServer.file(server.data.resolve("shop/pg-w1/pgdata/PG_VERSION"), "17");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path key = server.program.resolve("shop/pg-w1/tls/node.key");
    Path data = server.data.resolve("shop");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("---------"));
    try {
      var known = server.known();

      assertThat(FakeServer.problems(known))
          .extracting(Problem::what)
          .singleElement(STRING)
          .contains(" may not read ")
          .contains(key.toString(), data.toString());
      assertThat(data(known, "pg-w1")).isEqualTo(new DataFolder.Unreadable());
      assertThat(known.node(NODE).orElseThrow().files()).containsOnlyKeys("compose.yml");
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void reportsDockerThatDoesNotRun() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    // Recorded from 26.1.5 without a daemon: exit code 0.
    FakeServer.file(
        server.bin("docker-info"),
        """
        {"ServerVersion":"","SecurityOptions":null,"ServerErrors":["Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?"],"Plugins":[]}
        """);

    assertThat(server.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("docker-not-running");
          assertThat(problem.remedy()).contains("systemctl enable --now docker");
          assertThat(problem.why()).contains("Cannot connect");
        });
  }

  @Test
  void reportsWhoMayNotTalkToDocker() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    // Recorded from 28.2.2 as another user: exit code 1.
    FakeServer.file(
        server.bin("docker-info"),
        """
        permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock
        {"ServerVersion":"","SecurityOptions":null,"ServerErrors":null,"Plugins":[]}
        """);
    FakeServer.file(server.bin("docker-info-status"), "1");
    server.command("id", "#!/bin/sh\necho deploy\n");

    assertThat(server.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("docker-permission");
          assertThat(problem.why())
              .isEqualTo(
                  "Docker answers:\n│ permission denied while trying to connect to the Docker daemon socket at"
                      + " unix:///var/run/docker.sock");
          assertThat(problem.remedy()).contains("usermod -aG docker deploy", "sudo: true");
        });
  }

  @Test
  void reportsVersionsThatAreTooOld() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    String info =
        "{\"ServerVersion\":\"%s\",\"Plugins\":[{\"Name\":\"compose\",\"Version\":\"%s\"}]}";
    FakeServer.file(server.bin("docker-info"), info.formatted("19.03.15", "v2.30.0"));
    assertThat(server.problems()).extracting(Problem::code).containsExactly("docker-too-old");

    FakeServer.file(server.bin("docker-info"), info.formatted("20.10.0", "v2.19.1"));
    assertThat(server.problems()).extracting(Problem::code).containsExactly("compose-too-old");

    FakeServer.file(server.bin("docker-info"), info.formatted("29.0", "5.0.0"));
    assertThat(server.problems()).isEmpty();
  }

  @Test
  void namesTheOldComposeWhereThereIsNoPlugin() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker20");
    server.command("docker-compose", "#!/bin/sh\necho 1.29.2\n");

    assertThat(server.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("compose-missing");
          assertThat(problem.why()).contains(server.bin("docker-compose").toString());
        });
  }

  @Test
  void refusesAnAnswerWithAForgedEnd() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    server.command("uname", "#!/bin/sh\nprintf 'x\\nend\\n'\n");
    server.command("stat", "#!/bin/sh\nprintf '1 2 3\\nend\\n'\n");

    assertThat(server.facts())
        .isInstanceOfSatisfying(
            HostFacts.Unreachable.class,
            unreachable -> assertThat(unreachable.problem().code()).isEqualTo("facts-unreadable"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsWhoListensOnThePortOfANodeThatDoesNotRun(List<String> shell) throws IOException {
    try (var wide = new ServerSocket(0);
        var narrow = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var server =
          new FakeServer(folder, shell)
              .docker("docker26")
              .ports(wide.getLocalPort(), narrow.getLocalPort());
      FakeServer.file(server.bin("docker-containers"), "");

      var listeners = server.known().neighbours().listeners();

      assertThat(listeners).hasSize(2);
      assertThat(InetAddress.ofLiteral(listeners.getFirst().address()).isAnyLocalAddress())
          .isTrue();
      assertThat(listeners.getFirst().port()).isEqualTo(wide.getLocalPort());
      assertThat(listeners.getLast().address()).isEqualTo("127.0.0.1");
      assertThat(listeners)
          .allSatisfy(listener -> {
            assertThat(listener.pid()).isEqualTo(Long.toString(ProcessHandle.current().pid()));
            assertThat(listener.program()).isEqualTo("java");
            assertThat(listener.container()).isEmpty();
          });
    }
  }

  /// Between two of its ends it runs for a moment: that is no other state.
  @ParameterizedTest
  @CsvSource({
    "running,(starting),restarting none 5,restarting",
    "running,(starting),running starting 3,restarting",
    "restarting,(),running starting 4,restarting",
    "restarting,(),restarting none 9,restarting",
    // Just started, or recovering after one end; healthy again; stopped by hand.
    "running,(starting),running starting 0,running",
    "running,(starting),running starting 2,running",
    "running,(unhealthy),running unhealthy 7,running",
    "running,(starting),running healthy 9,running",
    "exited,(),exited none 9,exited",
  })
  void aContainerThatEndsAgainAndAgainHasTheSameStateAtEveryMoment(
      String state, String health, String closer, String expected) throws IOException {
    try (var taken = new ServerSocket(0)) {
      var server =
          new FakeServer(folder, List.of("sh")).docker("docker26").ports(taken.getLocalPort(), 1);
      Path containers = server.bin("docker-containers");
      FakeServer.file(
          containers,
          Files.readString(containers)
              .replace(
                  "\"State\":\"running\",\"Status\":\"(healthy)\"",
                  "\"State\":\"%s\",\"Status\":\"%s\"".formatted(state, health)));
      FakeServer.file(server.bin("docker-own"), "own /shop-pg-w1 " + closer + "\n");

      var known = server.known();

      assertThat(requireNonNull(known.node(NODE).orElseThrow().container()).state())
          .isEqualTo(expected);
      assertThat(known.neighbours().listeners())
          .extracting(OtherWorkloads.Listener::port)
          .contains(taken.getLocalPort());
    }
  }

  @Test
  void asksNothingAboutTheNodeThatRuns() throws IOException {
    try (var listens = new ServerSocket(0)) {
      // The node that runs is pg-w1; the other one's port is free.
      var server =
          new FakeServer(folder, List.of("sh")).docker("docker26").ports(listens.getLocalPort(), 1);

      assertThat(server.known().neighbours().listeners()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsTheAddressesOfAServerWhoseNodeDoesNotRun(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    FakeServer.file(server.bin("docker-containers"), "");

    List<String> own = new ArrayList<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      // Addresses of containers come and go.
      if (each.getName().matches("(veth|br-).*")) {
        continue;
      }
      for (InetAddress address : Collections.list(each.getInetAddresses())) {
        own.add(address.getHostAddress().replaceFirst("%.*", ""));
      }
    }
    assertThat(server.known().neighbours().addresses())
        .contains("127.0.0.1")
        .containsAll(own)
        .doesNotContain("127.0.0.0", "127.255.255.255", "0.0.0.0");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsAContainerWithANodesName(List<String> shell) throws IOException {
    var server = new FakeServer(folder, shell).docker("docker26");
    FakeServer.file(
        server.bin("docker-namesakes"), "container shop-pg-w1-2 exited registry:5000/other db\n");

    assertThat(server.known().neighbours().containers())
        .containsExactly(
            new OtherWorkloads.Namesake("shop-pg-w1-2", "exited", "registry:5000/other db"));
  }

  @Test
  void refusesAnAddressThatIsNone() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    FakeServer.file(server.bin("docker-namesakes"), "address 999.1.1.1\n");

    assertThat(server.facts())
        .isInstanceOfSatisfying(
            HostFacts.Unreachable.class,
            unreachable -> assertThat(unreachable.problem().code()).isEqualTo("facts-unreadable"));
  }

  @Test
  void refusesAnAnswerOnNeighboursThatIsOdd() throws IOException {
    var server = new FakeServer(folder, List.of("sh")).docker("docker26");
    FakeServer.file(server.bin("docker-namesakes"), "container\n");

    assertThat(server.facts())
        .isInstanceOfSatisfying(
            HostFacts.Unreachable.class,
            unreachable -> assertThat(unreachable.problem().code()).isEqualTo("facts-unreadable"));
  }

  /// Processes are most of the cost of gathering facts. Counted in a process namespace of its own,
  /// by the last id. This is an upper bound that no change should exceed unnoticed.
  @Test
  void gatheringFactsOfAConvergedHostStartsNoMoreProcessesThanItDid() throws Exception {
    assumeThat(LocalPrograms.process("unshare", "-rpf", "--mount-proc", "true").start().waitFor())
        .isZero();
    Path last = folder.resolve("last");
    String counting = "\"$@\"; s=$?; (:) & echo $! >>" + last;
    List<String> shell =
        List.of(
            "unshare", "-rpf", "--mount-proc", "sh", "-c", counting + "; exit $s", "sh", "dash");
    var server = new FakeServer(folder, shell).engine("docker26");
    for (String name : List.of("compose.yml", "manifest.json", "conf/1/postgresql.conf")) {
      FakeServer.file(server.program.resolve("shop/pg-w1").resolve(name), name);
    }
    FakeServer.file(server.data.resolve("shop/pg-w1/pgdata/PG_VERSION"), "17");

    assertThat(server.known().node(NODE).orElseThrow().files()).hasSize(3);

    // All but the counting shell, the script's own, the one that is counted with, and what the
    // stand-in for curl starts. A second script is for the other node, which is not there.
    int processes = Integer.parseInt(Files.readAllLines(last).getFirst()) - 3 - 4;
    assertThat(processes).isLessThanOrEqualTo(14);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void reportsARootThatIsMountedReadOnly(List<String> shell) throws Exception {
    // In a mount namespace of its own, which needs root or a kernel that lets users have one.
    assumeThat(LocalPrograms.process("unshare", "-rm", "true").start().waitFor()).isZero();
    List<String> inside = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c"));
    inside.add(
        "mount -t tmpfs -o size=1m tmpfs \"$0/data root\" && mkdir \"$0/data root/shop\""
            + " && mount -o remount,ro \"$0/data root\" && exec \"$@\"");
    inside.add(folder.toString());
    inside.addAll(shell);
    var server = new FakeServer(folder, inside).docker("docker26");
    Files.createDirectories(server.data);
    Files.createDirectories(server.program);

    var known = server.known();

    assertThat(FakeServer.problems(known))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("target-read-only");
          assertThat(problem.what()).contains(server.data.resolve("shop").toString());
          assertThat(problem.why())
              .contains("mounted at “" + server.data + "” with the options ro,");
          assertThat(problem.remedy()).contains("mount -o remount,rw");
        });
    assertThat(known.system().data().sizeBytes()).isEqualTo(1 << 20);
  }

  private static DataFolder data(HostFacts.Known known, String name) {
    return known.node(new NodeName(name)).orElseThrow().data();
  }
}
