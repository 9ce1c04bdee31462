package dev.citusdeploy.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The container's health check and what the start script does before it, by every shell of this
/// machine, with a psql that answers what a server did.
class HealthScriptTest {
  private static final String SYSTEM = "7714095405154639931";
  private static final String OLDER = "the data is older than what this node has served";

  @TempDir private Path folder;
  private Path served;
  private Path memory;
  private Path data;
  private Path bin;

  static Stream<List<String>> shells() {
    return LocalShellHost.shells().values().stream();
  }

  @BeforeEach
  void prepare() throws IOException {
    served = Files.createDirectory(folder.resolve("served"));
    memory = Files.createDirectory(folder.resolve("run"));
    data = Files.createDirectory(folder.resolve("pgdata"));
    bin = Files.createDirectory(folder.resolve("bin"));
    Files.writeString(memory.resolve("functions.sh"), text("functions.sh"));
    Files.writeString(folder.resolve("health.sh"), text("health.sh"));
    program("gosu", "shift; exec \"$@\"");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theRecordRisesAndIsWrittenOnlyThen(List<String> shell) throws IOException {
    starts("0/3A000028");
    serves("0/3A0000A8");
    assertThat(check(shell).exitCode()).isZero();
    assertThat(record()).isEqualTo(SYSTEM + " 0/3A0000A8\n");
    assertThat(Files.readString(bin.resolve("asked")))
        .contains("pg_catalog.pg_control_system()", "host=10.0.0.1 connect_timeout=3");

    Object first = Files.readAttributes(served.resolve("lsn"), "unix:ino").get("ino");
    check(shell);
    assertThat(Files.readAttributes(served.resolve("lsn"), "unix:ino")).containsEntry("ino", first);
    assertThat(Files.readString(bin.resolve("asked")))
        .as("asks for the control file once")
        .containsOnlyOnce("pg_control_system")
        .contains("SELECT CASE WHEN pg_catalog.pg_is_in_recovery()");

    serves("1/1");
    check(shell);
    assertThat(record()).isEqualTo(SYSTEM + " 1/1\n");
    assertThat(names(served)).containsExactly("lsn");
    // Neither the longer text nor the greater one of two is the higher position.
    serves("0/FFFFFFFF");
    assertThat(check(shell).exitCode()).isEqualTo(1);
    assertThat(record()).isEqualTo(SYSTEM + " 1/1\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void dataThatBeginsBeforeWhatWasServedFailsAndStaysSoWhateverIsWritten(List<String> shell)
      throws IOException {
    served("0/5B0000A8");
    starts("0/3A000028");
    serves("0/3A0000A8");
    Answer first = check(shell);
    assertThat(first.exitCode()).isEqualTo(1);
    assertThat(first.output())
        .startsWith(OLDER + ": it began at 0/3A000028, and 0/5B0000A8 was served before")
        .hasLineCount(1);
    assertThat(first.diagnostics()).isEmpty();
    assertThat(Files.readString(served.resolve("older"))).isEqualTo(SYSTEM + " 0/3A000028\n");

    serves("0/6B0000A8");
    assertThat(check(shell).output()).isEqualTo(first.output());
    restarts("0/6B0000F8", "0/6C000000");
    assertThat(check(shell).output()).isEqualTo(first.output());
    assertThat(record()).isEqualTo(SYSTEM + " 0/5B0000A8\n");
  }

  /// On a full data disk no mark is kept.
  @ParameterizedTest
  @MethodSource("shells")
  void olderDataStaysSoInARunWhereItCannotBeMarked(List<String> shell) throws IOException {
    served("0/5B0000A8");
    Files.createSymbolicLink(data.resolve("citus-deploy-older.new"), Path.of("/dev/full"));
    starts("0/3A000028");
    serves("0/3A0000A8");
    assertThat(check(shell).exitCode()).isEqualTo(1);
    assertThat(names(data)).doesNotContain("citus-deploy-older");
    serves("0/6B0000A8");
    assertThat(check(shell).exitCode()).isEqualTo(1);
    assertThat(record()).isEqualTo(SYSTEM + " 0/5B0000A8\n");
  }

  /// A server whose first check comes late, after much was written.
  @ParameterizedTest
  @MethodSource("shells")
  void whereTheServerBeganCountsAndNotHowFarItCame(List<String> shell) throws IOException {
    served("0/5B0000A8");
    starts("0/3A000028");
    serves("0/7B0000A8");
    assertThat(check(shell).exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theNewestDataRestoredIsHealthy(List<String> shell) throws IOException {
    served("0/5B0000A8");
    starts("0/3A000028");
    serves("0/3A0000A8");
    check(shell);
    Files.delete(data.resolve("citus-deploy-older"));
    restarts("0/5B0000D0", "0/5B000148");
    Answer answer = check(shell);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    assertThat(names(served)).containsExactly("lsn");
    assertThat(record()).isEqualTo(SYSTEM + " 0/5B000148\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aRecordThatIsTakenAwayAcceptsTheData(List<String> shell) throws IOException {
    served("0/5B0000A8");
    starts("0/3A000028");
    serves("0/3A0000A8");
    check(shell);
    Files.delete(served.resolve("lsn"));
    assertThat(check(shell).exitCode()).isZero();
    assertThat(record()).isEqualTo(SYSTEM + " 0/3A0000A8\n");
    assertThat(names(served)).containsExactly("lsn");
    assertThat(names(data)).isEmpty();
    restarts("0/3A0000D8", "0/3B000000");
    assertThat(check(shell).exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void newDataBeginsANewRecord(List<String> shell) throws IOException {
    Files.writeString(served.resolve("lsn"), "7700000000000000000 FF/5B0000A8\n");
    starts("0/1A000028");
    serves("0/1A0000A8");
    assertThat(check(shell).exitCode()).isZero();
    assertThat(record()).isEqualTo(SYSTEM + " 0/1A0000A8\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        SYSTEM,
        SYSTEM + " x",
        SYSTEM + " a[$(touch evil)]/1",
        SYSTEM + " 0/0000000000000000001",
        SYSTEM + " /1"
      })
  void aRecordThatIsNoneIsReplaced(String content) throws IOException {
    for (List<String> shell : shells().toList()) {
      Files.deleteIfExists(memory.resolve("judged"));
      Files.writeString(served.resolve("lsn"), content);
      starts("0/1A000028");
      serves("0/1A0000A8");
      Answer answer = check(shell);
      assertThat(answer.exitCode()).as(answer.output() + answer.diagnostics()).isZero();
      assertThat(answer.diagnostics()).isEmpty();
      assertThat(record()).isEqualTo(SYSTEM + " 0/1A0000A8\n");
      assertThat(names(folder)).doesNotContain("evil");
    }
  }

  /// Neither checks nor records a standby; after its promotion, its last checkpoint may be an old
  /// one.
  @ParameterizedTest
  @MethodSource("shells")
  void aServerInRecoveryIsNotJudged(List<String> shell) throws IOException {
    served("0/5B0000A8");
    starts("0/3A000028");
    serves("0/0");
    assertThat(check(shell).exitCode()).isZero();
    assertThat(record()).isEqualTo(SYSTEM + " 0/5B0000A8\n");
    serves("0/5C000000");
    assertThat(check(shell).exitCode()).isZero();
    assertThat(record()).isEqualTo(SYSTEM + " 0/5C000000\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aServerThatDoesNotAnswerFailsWithItsOwnWords(List<String> shell) throws IOException {
    program("psql", "echo 'psql: error: FATAL:  the database system is starting up' >&2; exit 2");
    Answer answer = check(shell);
    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.output()).isEmpty();
    assertThat(answer.diagnostics())
        .isEqualTo("psql: error: FATAL:  the database system is starting up\n");
    assertThat(names(served)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void aServerThatHangsFailsWithinTheLimitAndLeavesNothingBehind(List<String> shell)
      throws IOException {
    program("psql", "echo $$ >\"${0%/*}/pid\"; exec sleep 60");
    Instant began = Instant.now();
    Answer answer = check(shell);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.output()).contains("exceeded its limit of 5 s");
    long pid = Long.parseLong(Files.readString(bin.resolve("pid")).strip());
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  /// A full disk affects neither the completeness of the record nor the node's health.
  @ParameterizedTest
  @MethodSource("shells")
  void aRecordThatCannotBeWrittenIsLeftAsItIs(List<String> shell) throws IOException {
    served("0/3A000000");
    Files.createSymbolicLink(served.resolve("lsn.new"), Path.of("/dev/full"));
    starts("0/3A000028");
    serves("0/3A0000A8");
    Answer full = check(shell);
    assertThat(full.exitCode()).isZero();
    assertThat(full.diagnostics()).isEmpty();
    assertThat(record()).isEqualTo(SYSTEM + " 0/3A000000\n");

    Files.delete(served.resolve("lsn.new"));
    Files.delete(served.resolve("lsn"));
    Files.delete(served);
    Answer missing = check(shell);
    assertThat(missing.exitCode()).isZero();
    assertThat(missing.diagnostics()).isEmpty();
  }

  /// Otherwise the next check would compare the server's start with what was served since.
  @ParameterizedTest
  @MethodSource("shells")
  void theRecordIsNotRaisedWhereTheFirstCheckCannotBeRemembered(List<String> shell)
      throws IOException {
    Files.createSymbolicLink(memory.resolve("judged.new"), Path.of("/dev/full"));
    served("0/3A000000");
    starts("0/3A000028");
    serves("0/3A0000A8");
    for (int i = 0; i < 3; i++) {
      assertThat(check(shell).exitCode()).isZero();
      serves("0/4A0000A" + i);
    }
    assertThat(record()).isEqualTo(SYSTEM + " 0/3A000000\n");
    Files.delete(memory.resolve("judged.new"));
  }

  @ParameterizedTest
  @CsvSource({
    "shut down,          0/3A000028, 65",
    "shut down,          0/5B0000A8,  0",
    "shut down,          0/6B000028,  0",
    "in production,      0/3A000028,  0",
    "shut down in recovery, 0/3A000028, 0"
  })
  void dataThatWasShutDownTooEarlyIsNotStarted(String state, String checkpoint, int code)
      throws IOException {
    served("0/5B0000A8");
    control(SYSTEM, state, checkpoint);
    for (List<String> shell : shells().toList()) {
      Answer answer = start(shell);
      assertThat(answer.exitCode()).as(answer.diagnostics()).isEqualTo(code);
      if (code == 0) {
        assertThat(answer.diagnostics()).isEmpty();
        assertThat(names(served)).containsExactly("lsn");
      } else {
        assertThat(answer.diagnostics()).startsWith("citus-deploy: " + OLDER);
        assertThat(Files.readString(served.resolve("older"))).isEqualTo(SYSTEM + " 0/3A000028\n");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void dataWithoutARecordOfItIsStarted(List<String> shell) throws IOException {
    control(SYSTEM, "shut down", "0/3A000028");
    assertThat(start(shell).exitCode()).isZero();
    Files.writeString(served.resolve("lsn"), "7700000000000000000 FF/5B0000A8\n");
    Files.writeString(served.resolve("older"), "7700000000000000000 0/5B0000A8\n");
    assertThat(start(shell).exitCode()).isZero();
    assertThat(names(served)).as("a new start is checked again").containsExactly("lsn");
    program("pg_controldata", "echo 'pg_controldata: fatal' >&2; exit 1");
    served("0/5B0000A8");
    assertThat(start(shell).exitCode()).isZero();
  }

  private void served(String position) throws IOException {
    Files.writeString(served.resolve("lsn"), SYSTEM + " " + position + "\n");
  }

  private void starts(String checkpoint) throws IOException {
    Files.writeString(bin.resolve("checkpoint"), checkpoint);
    program(
        "psql",
        """
        echo "$*" >>"${0%/*}/asked"
        read -r now <"${0%/*}/now" || :
        read -r checkpoint <"${0%/*}/checkpoint" || :
        case $* in
        *pg_control_system*) echo "$now SYSTEM $checkpoint" ;;
        *) echo "$now" ;;
        esac
        """
            .replace("SYSTEM", SYSTEM));
  }

  private void restarts(String checkpoint, String now) throws IOException {
    // As the start script does.
    Files.deleteIfExists(served.resolve("older"));
    Files.deleteIfExists(memory.resolve("judged"));
    starts(checkpoint);
    serves(now);
  }

  private void serves(String position) throws IOException {
    Files.writeString(bin.resolve("now"), position);
  }

  private void control(String system, String state, String checkpoint) throws IOException {
    program("gosu", "shift; exec \"$@\"");
    program(
        "pg_controldata",
        """
        echo 'pg_control version number:            1700'
        echo 'Database system identifier:           SYSTEM'
        echo 'Database cluster state:               STATE'
        echo 'Latest checkpoint location:           CHECKPOINT'
        echo "Latest checkpoint's REDO location:    0/1"
        """
            .replace("SYSTEM", system)
            .replace("STATE", state)
            .replace("CHECKPOINT", checkpoint));
  }

  private Answer check(List<String> shell) {
    return run(shell, "set -- 'host=10.0.0.1 connect_timeout=3'; . " + folder.resolve("health.sh"));
  }

  private Answer start(List<String> shell) {
    return run(
        shell,
        "set -eu; . " + memory.resolve("functions.sh") + "; refuse_older_data; echo goes on");
  }

  private Answer run(List<String> shell, String text) {
    return new LocalShellHost("w1", shell)
        .environment("PATH", bin + ":" + LocalPrograms.path())
        .environment("PGDATA", data.toString())
        .run(new Script("check", "cd " + folder + "\n" + text, Duration.ofSeconds(30)));
  }

  private String record() throws IOException {
    return Files.readString(served.resolve("lsn"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  private void program(String name, String text) throws IOException {
    Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// A script with the container's folders replaced by this test's.
  private String text(String name) {
    return new PackagedTemplates()
        .read("templates/" + name)
        .orElseThrow()
        .replace("/etc/citus-deploy/served", served.toString())
        .replace("/run/citus-deploy", memory.toString());
  }
}
