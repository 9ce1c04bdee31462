package dev.citusdeploy.execution.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.LocalShellHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An image that arrives is looked into before anything is stopped for it: the real script, in
/// every shell of this machine, with a docker program that gives an image after a pull.
final class ImageScriptsTest {
  private static final String ID = "sha256:" + "ab".repeat(32);
  private static final String DOCKER =
      """
      #!/bin/sh
      here=${0%%/docker}
      echo "$*" | head -n 1 >>"$here/asked"
      case "$*" in
        "image inspect -f {{.Id}} "*) [ -e "$here/pulled" ] && echo %1$s ;;
        "image inspect -f {{.Id}}"*) echo %1$s ;;
        "image inspect -f {{.Created}}"*) printf '2026-11-30 sha256:layer\\n' ;;
        "image inspect "*) [ -e "$here/pulled" ] ;;
        "pull "*) : >"$here/pulled" ;;
        "run --rm --network none --entrypoint sh "*) cat "$here/holds" ;;
        info*) echo / ;;
        *) exit 99 ;;
      esac
      """
          .formatted(ID);
  private static final String NEW =
      """
      postgres=17.12
      extension=14.0-1
      citus=14.0.1
      system=Debian GNU/Linux 13 (trixie)
      libc=glibc 2.41
      icu=76
      """;

  @TempDir private Path folder;

  static Stream<String> shells() {
    return LocalShellHost.shells().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anotherCitusIsReportedAfterThePullAndWhatWasReadIsKept(String shell) throws IOException {
    firstStartRecorded("citus=13.2-1\nimage=citusdata/citus:13.2.2\nicu=76\n", "17");
    Answer answer = pull(shell, NEW, "");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.output())
        .isEqualTo("unfit|citus|13.2-1|14.0-1\nformer|citusdata/citus:13.2.2\n");
    assertThat(folder.resolve("opt/.state/images/" + "ab".repeat(32))).hasContent(NEW);
    pull(shell, "never asked again", "");
    assertThat(Files.readAllLines(folder.resolve("asked")))
        .filteredOn(line -> line.startsWith("run "))
        .hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anotherMajorAndAnotherCollationAreReported(String shell) throws IOException {
    firstStartRecorded(
        "citus=14.0-1\nicu=72\ncollations=c:2.36:2.36 i:153.120:153.120 b:1:1\n", "16");
    assertThat(pull(shell, NEW, "").output())
        .isEqualTo("unfit|postgres|16|17\nunfit|libc|2.36|2.41\nunfit|icu|153.120|ICU-76\n");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void whatFitsIsFineAndSoIsWhatNobodyKnows(String shell) throws IOException {
    firstStartRecorded("citus=14.0-1\nicu=76\ncollations=c:2.41:2.41 i:153.128:153.128\n", "17");
    Answer answer = pull(shell, NEW, "");
    assertThat(answer.output()).as(answer.diagnostics()).isEqualTo("changed=yes\n");
    assertThat(pull(shell, NEW, "").output()).isEqualTo("changed=no\n");
    Files.delete(folder.resolve("opt/.state/images/" + "ab".repeat(32)));
    firstStartRecorded("data=/x\n", "17");
    assertThat(pull(shell, "", "").exitCode()).isZero();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void anArchivesImageIsKnownByWhatItIsMadeOf(String shell) throws IOException {
    firstStartRecorded("citus=14.0-1\n", "17");
    String content = "content:" + Sha256.of("2026-11-30 sha256:layer").hex();
    assertThat(pull(shell, NEW, "sha256:other " + content).exitCode()).isZero();
    Files.delete(folder.resolve("pulled"));
    Answer answer = pull(shell, NEW, "sha256:other content:other");
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.diagnostics()).contains("another image arrived");
  }

  private void firstStartRecorded(String record, String major) throws IOException {
    write("opt/.state/first-start/pg-w1", record);
    write("data/pgdata/PG_VERSION", major + "\n");
  }

  private Answer pull(String shell, String holds, String known) throws IOException {
    write("holds", holds);
    Path docker = write("docker", DOCKER);
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    String nodes =
        folder.resolve("opt/.state/first-start/pg-w1")
            + "|"
            + folder.resolve("data")
            + "\n"
            + folder.resolve("opt/.state/first-start/pg-w1-2")
            + "|"
            + folder.resolve("none");
    return new LocalShellHost("pg-w1", Objects.requireNonNull(LocalShellHost.shells().get(shell)))
        .environment("PATH", folder + ":" + LocalPrograms.path())
        .run(
            ScriptFiles.withImages("pull", "pull-image.sh", Duration.ofSeconds(30))
                .with("IMAGE", "db:next")
                .with("KNOWN", known)
                .with("NODES", nodes));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    return Files.writeString(file, text);
  }
}
