package dev.citusdeploy.lab.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.model.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LabSourcesTest {
  @Test
  void areTheSameFromTheJarAsFromTheFolderOfClasses(@TempDir Path temporary) throws IOException {
    LabSources folder = LabSources.ofThisProgram();
    assertThat(folder.files())
        .containsKeys("base/build", "server/Dockerfile", "server/start-server");
    Path jar = temporary.resolve("with blank.jar");
    try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (var file : folder.files().entrySet()) {
        zip.putNextEntry(new ZipEntry("lab/" + file.getKey()));
        zip.write(file.getValue().toArray());
      }
    }
    URL landmark = URI.create("jar:" + jar.toUri() + "!/lab/server/Dockerfile").toURL();
    assertThat(LabSources.from(landmark)).isEqualTo(folder);
  }

  @Test
  void haveAHashForEachFolderThatFollowsNamesAndContents() {
    LabSources sources = sources("server/a", "1", "server/b", "2", "rehearsal/a", "1");
    assertThat(sources.hashOf("server"))
        .isNotEqualTo(sources.hashOf("rehearsal"))
        .isEqualTo(sources("server/a", "1", "server/b", "2").hashOf("server"))
        .isNotEqualTo(sources("server/a", "2", "server/b", "2").hashOf("server"))
        .isNotEqualTo(sources("server/a", "1", "server/c", "2").hashOf("server"));
  }

  @Test
  void areWrittenWithScriptsExecutable(@TempDir Path temporary) throws IOException {
    sources("server/start", "#!/bin/sh\n", "server/Dockerfile", "FROM x\n").writeTo(temporary);
    assertThat(temporary.resolve("server/start")).isExecutable().hasContent("#!/bin/sh\n");
    assertThat(Files.isExecutable(temporary.resolve("server/Dockerfile"))).isFalse();
  }

  private static LabSources sources(String... namesAndContents) {
    SequencedMap<String, Bytes> files = new LinkedHashMap<>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put(namesAndContents[i], Bytes.of(namesAndContents[i + 1]));
    }
    return new LabSources(files);
  }
}
