package dev.citusdeploy.lab.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.lab.FakeDocker;
import dev.citusdeploy.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a script that simulates an engine: its images are the lines of the file `images`.
final class LabImagesTest {
  private static final DatabaseImage.Choice BEST = new DatabaseImage.Choice.Best();

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();
  private LabSources sources = new LabSources(new LinkedHashMap<>());

  @BeforeEach
  void playsTheSources() {
    SequencedMap<String, Bytes> files = new LinkedHashMap<>();
    files.put("base/build", Bytes.of("#!/bin/sh\necho base >> '" + folder + "/calls'\n"));
    files.put("rehearsal/Dockerfile", Bytes.of("FROM r\n"));
    files.put("server/Dockerfile", Bytes.of("FROM s\n"));
    sources = new LabSources(files);
  }

  @Test
  void prefersTheNewestRealImageThatIsHere() throws IOException {
    LabImages images = images("false", "citusdata/citus:13.2.2", "citusdata/citus:14.0.1", "x:1");
    assertThat(images.choose(BEST)).isEqualTo(new DatabaseImage("citusdata/citus:14.0.1", true));
    assertThat(calls()).noneMatch(call -> call.startsWith("pull"));
  }

  @Test
  void pullsThePinnedImageWhereARegistryAnswers() throws IOException {
    LabImages images = images("echo '14.1.0: Pulling from citusdata/citus'; sleep 1", "x:1");
    assertThat(images.choose(BEST)).isEqualTo(new DatabaseImage(LabImages.PINNED, true));
  }

  @Test
  void takesTheRehearsalImageWhereNoRegistryAnswers() throws IOException {
    String rehearsal = "citus-deploy-lab/rehearsal:" + sources.hashOf("rehearsal").shortened();
    LabImages images = images("echo 'no such host' >&2; exit 1", rehearsal);
    assertThat(images.choose(BEST)).isEqualTo(new DatabaseImage(rehearsal, false));
    assertThat(progress).anyMatch(line -> line.contains("no registry answers"));
  }

  @Test
  void waitsForASilentRegistryFiveSecondsAtMost() throws IOException {
    LabImages images = images("exec sleep 60", "citus-deploy-lab/rehearsal:old");
    long start = System.nanoTime();
    assertThat(images.choose(BEST).real()).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
  }

  @Test
  void buildsAnImageOnlyWhereItsTagIsMissing() throws IOException {
    LabImages images = images("false", "x:1");
    String server = images.server();
    assertThat(server).isEqualTo("citus-deploy-lab/server:" + sources.hashOf("server").shortened());
    assertThat(images.server()).isEqualTo(server);
    assertThat(calls().stream().filter(call -> call.startsWith("build "))).hasSize(1);
    assertThat(calls()).anyMatch(call -> call.startsWith("base"));
  }

  @Test
  void takesANamedImageAndKnowsTheRehearsalOneByItsLabel() throws IOException {
    LabImages images = images("false", "own/citus:1", "own/rehearsal:17");
    assertThat(images.choose(new DatabaseImage.Choice.Named("own/citus:1")).real()).isTrue();
    assertThat(images.choose(new DatabaseImage.Choice.Named("own/rehearsal:17")).real()).isFalse();
  }

  @Test
  void refusesAnImageThatCannotBeHad() throws IOException {
    LabImages images = images("exit 1", "x:1");
    assertThatThrownBy(() -> images.choose(new DatabaseImage.Choice.Named("own/citus:2")))
        .hasMessageContaining("lab-image-missing");
  }

  @Test
  void refusesAnImageWithoutATag() throws IOException {
    LabImages images = images("false", "x:1");
    for (String reference : List.of("localhost:5000/citus", "citus", "citus@sha256:ab")) {
      assertThatThrownBy(() -> images.choose(new DatabaseImage.Choice.Named(reference)))
          .hasMessageContaining("lab-image-tag");
    }
  }

  private LabImages images(String pull, String... local) throws IOException {
    Files.write(folder.resolve("images"), Stream.of(local).toList());
    String script =
        """
        echo "$*" >> "$here/calls"
        case $1 in
          images) cat "$here/images" ;;
          image) case $5 in own/rehearsal*) echo true ;; esac ;;
          build) echo "$3" >> "$here/images" ;;
          pull) %s ;;
        esac
        """
            .formatted(pull);
    return new LabImages(FakeDocker.of(folder, script), sources, progress::add);
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }
}
