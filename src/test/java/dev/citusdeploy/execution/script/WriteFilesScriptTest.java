package dev.citusdeploy.execution.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.step.FileArchive;
import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The script that writes files, run for real by every shell of this machine, and by BusyBox with
/// its own userland.
final class WriteFilesScriptTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  static Stream<String> shells() {
    return LocalShellHost.shells().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void filesOfANewNodeStandWithTheirRights(String shell) throws IOException {
    DesiredState desired = sketch().desired();
    assertThat(write(shell, parcel(all(desired)), "run-1").diagnostics()).isEmpty();
    for (DesiredNode node : desired.nodes()) {
      for (DesiredFile file : node.service().files()) {
        Path there = Path.of(node.service().folder(), file.path());
        assertThat(Files.readAllBytes(there)).isEqualTo(file.content().toArray());
        assertThat(rights(there)).isEqualTo(file.secret() ? "rw-------" : "rw-r--r--");
      }
      Path current = Path.of(node.service().folder(), "conf/current");
      assertThat(Files.readSymbolicLink(current)).hasToString(node.service().generation());
      assertThat(rights(current.toRealPath())).isEqualTo("rwxr-xr-x");
      assertThat(rights(current.resolve("initdb"))).isEqualTo("rwxr-xr-x");
      assertThat(rights(Path.of(node.service().folder(), "tls"))).isEqualTo("rwxr-xr-x");
      assertThat(rights(Path.of(node.service().dataFolder()))).isEqualTo("rwx--x--x");
    }
    assertThat(rights(folder.resolve("opt/shop"))).isEqualTo("rwx------");
    assertThat(state()).containsExactlyInAnyOrder("applied", "write-files.lock");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aDamagedFileChangesNothing(String shell) throws IOException {
    write(shell, parcel(all(sketch().desired())), "run-1");
    List<String> before = tree();
    FileArchive good = parcel(all(sketch().withConf("other").withHba("other").desired()));
    byte[] bytes = good.archive().toArray();
    int content = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("other");
    bytes[content] ^= 1;
    Answer answer =
        write(
            shell,
            new FileArchive(good.services(), good.files(), good.all(), Bytes.of(bytes)),
            "run-2");
    assertThat(answer.exitCode()).isNotZero();
    assertThat(answer.diagnostics()).contains("none of them was put into its place");
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aStreamThatIsCutChangesNothing(String shell) throws IOException {
    write(shell, parcel(all(sketch().desired())), "run-1");
    List<String> before = tree();
    FileArchive good = parcel(all(sketch().withConf("other").desired()));
    byte[] half = Arrays.copyOf(good.archive().toArray(), good.archive().size() / 2);
    Answer answer =
        write(
            shell,
            new FileArchive(good.services(), good.files(), good.all(), Bytes.of(half)),
            "run-2");
    assertThat(answer.exitCode()).isNotZero();
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatACutRunLeftIsCleared(String shell) throws IOException {
    Path left = Files.createDirectories(folder.resolve("opt/shop/.state/staging-old/files"));
    Files.writeString(left.resolve("secret"), "key");
    write(shell, parcel(all(sketch().desired())), "run-1");
    assertThat(state()).containsExactlyInAnyOrder("applied", "write-files.lock");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aFileOfTheLiveGenerationIsReplacedAndMustBeLoadedAgain(String shell) throws IOException {
    DesiredState desired = sketch().desired();
    write(shell, parcel(all(desired)), "run-1");
    DesiredNode node = desired.nodes().getFirst();
    DesiredFile hba = file(node, "pg_hba.conf");
    Files.writeString(Path.of(node.service().folder(), hba.path()), "trust");
    Files.writeString(Path.of(node.service().dataFolder(), "loaded"), node.service().loadHash());
    write(shell, parcel(List.of(changes(node, List.of(hba), false))), "run-2");
    assertThat(Path.of(node.service().folder(), "conf/current/pg_hba.conf"))
        .hasContent("hba 1{c1=1, w1=1}");
    assertThat(Path.of(node.service().dataFolder(), "loaded")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLinkAloneIsSwitched(String shell) throws IOException {
    DesiredNode node = sketch().desired().nodes().getFirst();
    write(shell, parcel(all(sketch().desired())), "run-1");
    write(shell, parcel(all(sketch().withHba("other").desired())), "run-2");
    Files.writeString(Path.of(node.service().dataFolder(), "loaded"), "kept");
    Answer answer = write(shell, parcel(List.of(changes(node, List.of(), true))), "run-3");
    assertThat(answer.diagnostics()).isEmpty();
    assertThat(Files.readSymbolicLink(Path.of(node.service().folder(), "conf/current")))
        .hasToString(node.service().generation());
    assertThat(Path.of(node.service().dataFolder(), "loaded")).exists();
    assertThat(Path.of(node.service().folder(), "conf", ".current.new")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void threeGenerationsAreKeptAndTheOneTheServerWasStartedWith(String shell) throws IOException {
    DesiredNode first = sketch().desired().nodes().getFirst();
    List<String> generations = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      DesiredState desired = sketch().withConf("conf " + i).desired();
      write(shell, parcel(all(desired)), "run-" + i);
      String generation = desired.nodes().getFirst().service().generation();
      generations.add(generation);
      // Times are recorded in seconds by some programs.
      Files.setLastModifiedTime(
          Path.of(first.service().folder(), "conf", generation),
          java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L + i * 10_000L));
      if (i == 1) {
        Files.writeString(
            Path.of(first.service().dataFolder(), "started"), first.service().startHash() + "\n");
      }
    }
    try (Stream<Path> there = Files.list(Path.of(first.service().folder(), "conf"))) {
      assertThat(there.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "current",
              generations.get(0),
              generations.get(3),
              generations.get(4),
              generations.get(5));
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aLinkThatIsAFolderStopsBeforeAnythingIsSwitched(String shell) throws IOException {
    DesiredNode node = sketch().desired().nodes().getFirst();
    Files.createDirectories(Path.of(node.service().folder(), "conf/current"));
    Answer answer = write(shell, parcel(all(sketch().desired())), "run-1");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.diagnostics()).contains("conf/current is not a symbolic link");
    assertThat(Path.of(node.service().folder(), "compose.yml")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void twoRunsDoNotWriteAtOnce(String shell) throws IOException, InterruptedException {
    Path state = Files.createDirectories(folder.resolve("opt/shop/.state"));
    Path staging = Files.createDirectory(state.resolve("staging-other"));
    DesiredNode node = sketch().desired().nodes().getFirst();
    Process other =
        LocalPrograms.process(
                "flock", state.resolve("write-files.lock").toString(), "sh", "-c", "echo; read x")
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('\n');
      Answer refused = write(shell, parcel(all(sketch().desired())), "run-1");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.diagnostics()).contains("another run is writing files here");
      assertThat(staging).exists();
      assertThat(Path.of(node.service().folder())).doesNotExist();
    } finally {
      other.getOutputStream().close();
      other.waitFor();
    }
    assertThat(write(shell, parcel(all(sketch().desired())), "run-2").exitCode()).isZero();
    assertThat(staging).doesNotExist();
  }

  /// As when several hosts of the inventory are one server.
  @Test
  void aWriterWaitsForTheOneBeforeIt() throws IOException, InterruptedException {
    Path state = Files.createDirectories(folder.resolve("opt/shop/.state"));
    Process other =
        LocalPrograms.process(
                "flock", state.resolve("write-files.lock").toString(), "sh", "-c", "echo; sleep 2")
            .start();
    assertThat(other.getInputStream().read()).isEqualTo('\n');
    LocalShellHost host =
        new LocalShellHost(
            "here", java.util.Objects.requireNonNull(LocalShellHost.shells().get("sh")));
    Answer answer = host.run(script(parcel(all(sketch().desired())), "run-1", 60));
    assertThat(answer.exitCode()).as(answer.diagnostics()).isZero();
    assertThat(other.waitFor()).isZero();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatWasWrittenIsRecordedAndOfSecretsOnlyTheHash(String shell) throws IOException {
    DesiredState desired = sketch().desired();
    write(shell, parcel(all(desired)), "run-1");
    // Only one file changes: the record is of all.
    DesiredState other = sketch().withCompose("other").desired();
    DesiredNode node = other.nodes().getLast();
    Answer answer =
        write(
            shell,
            parcel(List.of(changes(node, node.service().files().subList(0, 1), false))),
            "run-2");
    assertThat(answer.diagnostics()).isEmpty();

    Path record = folder.resolve("opt/shop/.state/applied/w1");
    List<String> lines = new ArrayList<>(List.of("current " + node.service().generation()));
    for (DesiredFile file : node.service().files()) {
      String name = file.path().replace("conf/" + node.service().generation() + "/", "conf/");
      lines.add(file.content().sha256() + "  " + name);
      Path copy = record.resolve("files").resolve(name);
      if (file.secret()) {
        assertThat(copy).doesNotExist();
      } else {
        assertThat(Files.readAllBytes(copy)).isEqualTo(file.content().toArray());
      }
    }
    assertThat(Files.readAllLines(record.resolve("sums"))).containsExactlyElementsOf(lines);
    assertThat(rights(record)).isEqualTo("rwx------");
    try (Stream<Path> records = Files.list(record.getParent())) {
      assertThat(records.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("c1", "w1");
    }
  }

  /// Kills the script before each of its renames and removals, one after the other: every file must
  /// then stand as one of the records says, or it would be taken for a change by hand.
  @Test
  void whereverItIsKilledEveryFileStandsAsARecordStates() throws IOException {
    DesiredState first = sketch().desired();
    DesiredState second = sketch().withHba("other").withCompose("other").desired();
    DesiredState third = sketch().withHba("third").withCertificates("third").desired();
    int kills = 0;
    boolean killed = true;
    while (killed) {
      kills++;
      deleteEverything();
      write("sh", parcel(all(first)), "run-1");
      killed = write("sh", parcel(all(second)), "run-2", kills).exitCode() != 0;
      assertStandsAsRecorded(second, kills);
      killed |= write("sh", parcel(all(third)), "run-3", kills).exitCode() != 0;
      assertStandsAsRecorded(third, kills);
      assertThat(write("sh", parcel(all(third)), "run-4").exitCode()).isZero();
      try (Stream<Path> left = Files.list(folder.resolve("opt/shop/.state/applied"))) {
        assertThat(left.map(path -> path.getFileName().toString()))
            .containsExactlyInAnyOrder("c1", "w1");
      }
    }
    assertThat(kills).isGreaterThan(20);
  }

  private void assertStandsAsRecorded(DesiredState desired, int kills) throws IOException {
    for (DesiredNode node : desired.nodes()) {
      List<List<String>> records = new ArrayList<>();
      try (Stream<Path> all = Files.list(folder.resolve("opt/shop/.state/applied"))) {
        for (Path record : all.sorted().toList()) {
          String name = record.getFileName().toString();
          boolean ofNode =
              name.equals(node.node().name().value())
                  || name.startsWith(node.node().name() + ".next-");
          if (ofNode && Files.exists(record.resolve("sums"))) {
            records.add(Files.readAllLines(record.resolve("sums")));
          }
        }
      }
      Path place = Path.of(node.service().folder());
      String current = "current " + Files.readSymbolicLink(place.resolve("conf/current"));
      assertThat(records).as("kill " + kills).anyMatch(record -> record.contains(current));
      for (DesiredFile file : node.service().files()) {
        String name = file.path().replace("conf/" + node.service().generation() + "/", "conf/");
        Path inUse = place.resolve(name.replace("conf/", "conf/current/"));
        String line = Sha256.of(Files.readAllBytes(inUse)) + "  " + name;
        assertThat(records)
            .as("kill " + kills + ": " + name)
            .anyMatch(record ->
                record.contains(line) && (!name.startsWith("conf/") || record.contains(current)));
      }
    }
  }

  private void deleteEverything() throws IOException {
    for (String part : List.of("opt", "data")) {
      try (Stream<Path> paths =
          Files.exists(folder.resolve(part))
              ? Files.walk(folder.resolve(part))
              : Stream.<Path>empty()) {
        for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /// @param killedAt before which rename or removal, counted from 1, the script's shell is killed
  private Answer write(String shell, FileArchive parcel, String run, int killedAt)
      throws IOException {
    Path programs = Files.createDirectories(folder.resolve("killing"));
    Files.writeString(folder.resolve("count"), "0");
    for (String program : List.of("mv", "rm")) {
      Path file = programs.resolve(program);
      Files.writeString(
          file,
          """
          #!/bin/sh
          n=$(($(cat %1$s) + 1))
          echo $n >%1$s
          [ $n != %2$d ] || { kill -KILL $PPID; exit 1; }
          exec /bin/%3$s "$@"
          """
              .formatted(folder.resolve("count"), killedAt, program));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    LocalShellHost host =
        new LocalShellHost(
                "here", java.util.Objects.requireNonNull(LocalShellHost.shells().get(shell)))
            .environment("PATH", programs + ":" + LocalPrograms.path());
    return host.run(script(parcel, run));
  }

  private ClusterSketch sketch() {
    return ClusterSketch.of(1)
        .withRoots(folder.resolve("opt").toString(), folder.resolve("data").toString());
  }

  private Answer write(String shell, FileArchive parcel, String run) throws IOException {
    List<String> command = LocalShellHost.shells().get(shell);
    LocalShellHost host = new LocalShellHost("here", java.util.Objects.requireNonNull(command));
    if (shell.equals("busybox")) {
      host.environment("PATH", busyboxFolder());
    }
    return host.run(script(parcel, run));
  }

  private Script script(FileArchive parcel, String run) {
    return script(parcel, run, 0);
  }

  /// @param patience seconds to wait for another writer
  private Script script(FileArchive parcel, String run, int patience) {
    Script script = ScriptFiles.alone("write files", "write-files.sh", DEADLINE);
    return new Script(script.title(), script.text(), parcel.archive(), DEADLINE)
        .with("ROOT", folder.resolve("opt/shop").toString())
        .with("RUN", run)
        .with("PATIENCE", Integer.toString(patience))
        .with("NODES", parcel.services())
        .with("FILES", parcel.files())
        .with("ALL", parcel.all());
  }

  /// A folder where every program is BusyBox's.
  private String busyboxFolder() throws IOException {
    Path programs = folder.resolve("busybox");
    Path busybox = LocalPrograms.locate("busybox");
    if (!Files.exists(programs)) {
      Files.createDirectory(programs);
      List<String> applets =
          List.of(
              "tar",
              "sha256sum",
              "chmod",
              "cp",
              "mkdir",
              "mv",
              "rm",
              "ln",
              "ls",
              "cat",
              "find",
              "sed",
              "sync",
              "touch",
              "readlink",
              "dirname",
              "sh");
      for (String applet : applets) {
        Path program = programs.resolve(applet);
        Files.writeString(program, "#!%1$s sh\nexec %1$s %2$s \"$@\"\n".formatted(busybox, applet));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    // Debian's BusyBox leaves this one applet out.
    Path flock = programs.resolve("flock");
    if (!Files.exists(flock)) {
      Files.createSymbolicLink(flock, LocalPrograms.locate("flock"));
    }
    return programs.toString();
  }

  private static FileArchive parcel(List<ServiceFiles> files) {
    return FileArchive.of(files);
  }

  private static List<ServiceFiles> all(DesiredState desired) {
    return desired.nodes().stream()
        .map(node -> changes(node, node.service().files(), true))
        .toList();
  }

  private static ServiceFiles changes(DesiredNode node, List<DesiredFile> files, boolean switches) {
    return new ServiceFiles(
        node.service(),
        files.stream().map(file -> new FileChange(file, true, Effect.NEW, null)).toList(),
        switches,
        null);
  }

  private static DesiredFile file(DesiredNode node, String name) {
    return node.service().files().stream()
        .filter(file -> file.path().endsWith("/" + name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> state() throws IOException {
    try (Stream<Path> left = Files.list(folder.resolve("opt/shop/.state"))) {
      return left.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private List<String> tree() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<String> lines = new ArrayList<>();
      for (Path path : paths.filter(p -> !p.startsWith(folder.resolve("busybox"))).toList()) {
        lines.add(path + (Files.isRegularFile(path) ? " " + Files.readString(path) : ""));
      }
      return lines;
    }
  }
}
