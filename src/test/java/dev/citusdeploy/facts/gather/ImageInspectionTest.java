package dev.citusdeploy.facts.gather;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.remote.LocalShellHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The contents of images are read once, and only when a node changes its image.
final class ImageInspectionTest {
  private static final String RUNS =
      "95ca59b5ee95a5e0569c9eb9ed783348d2e8f89229f64d2ae4ccbbac73548b74";
  private static final String WANTED = "7".repeat(64);
  private static final String HOLDS =
      """
      postgres=17.12
      extension=14.0-1
      citus=14.0.1
      system=Debian GNU/Linux 13 (trixie)
      libc=glibc 2.41
      icu=76
      """;
  private static final ImageContents CONTENTS =
      new ImageContents(
          "17.12", "14.0.1", "14.0-1", "Debian GNU/Linux 13 (trixie)", "glibc 2.41", "76");

  @TempDir private Path folder;

  static Stream<List<String>> shells() {
    return LocalShellHost.shells().values().stream();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void recordedContentsAreNotReadAgain(List<String> shell) throws IOException {
    var server = served(shell);
    FakeServer.file(server.program.resolve("shop/.state/images/" + RUNS), HOLDS);
    FakeServer.file(
        server.program.resolve("shop/.state/images/" + "e".repeat(64)), "postgres=$(x)");
    FakeServer.file(server.program.resolve("shop/.state/images/" + RUNS + ".new"), HOLDS);
    var known = server.known();
    assertThat(known.contents()).containsOnlyKeys("sha256:" + RUNS);
    assertThat(known.contents().get("sha256:" + RUNS)).isEqualTo(CONTENTS);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void nothingIsAskedWhereANodeRunsOnTheWantedImage(List<String> shell) throws IOException {
    var server = served(shell);
    assertThat(server.known().contents()).isEmpty();
    assertThat(server.bin("docker-inspected")).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("shells")
  void theCurrentAndTheNextImageOfANodeAreRead(List<String> shell) throws IOException {
    var server = served(shell);
    Path image = server.bin("docker-image");
    FakeServer.file(image, Files.readString(image).replace(RUNS, WANTED));

    assertThat(server.known().contents())
        .containsOnlyKeys("sha256:" + RUNS, "sha256:" + WANTED)
        .containsEntry("sha256:" + WANTED, CONTENTS);
    assertThat(server.bin("docker-inspected")).hasContent("sha256:" + RUNS + "\nsha256:" + WANTED);

    FakeServer.file(server.program.resolve("shop/.state/images/" + RUNS), HOLDS);
    FakeServer.file(server.program.resolve("shop/.state/images/" + WANTED), HOLDS);
    Files.delete(server.bin("docker-inspected"));
    assertThat(server.known().contents()).hasSize(2);
    assertThat(server.bin("docker-inspected")).doesNotExist();
  }

  @Test
  void nonsenseIsNoAnswer() throws IOException {
    var server = served(List.of("sh"));
    Path image = server.bin("docker-image");
    FakeServer.file(image, Files.readString(image).replace(RUNS, WANTED));
    for (String odd : List.of("", "postgres=\n", "postgres=17\nextension=$(reboot)\n", "x\n")) {
      FakeServer.file(server.bin("docker-holds"), odd);
      assertThat(server.known().contents()).as(odd).isEmpty();
    }
  }

  private FakeServer served(List<String> shell) throws IOException {
    var server = new FakeServer(folder.resolve("server"), shell).docker("docker26");
    FakeServer.file(server.bin("docker-holds"), HOLDS);
    Path data = server.data.resolve("shop/pg-w1");
    FakeServer.file(data.resolve("initialised"), "cluster=shop\nnode=pg-w1\npostgres=17\n");
    FakeServer.file(data.resolve("pgdata/PG_VERSION"), "17\n");
    return server;
  }
}
