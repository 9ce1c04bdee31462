package dev.citusdeploy.lab.image;

import dev.citusdeploy.model.Bytes;
import dev.citusdeploy.model.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder `lab` of this program: what the lab's images are built from.
///
/// @param files contents by path relative to `lab`, sorted by path
record LabSources(SequencedMap<String, Bytes> files) {
  private static final String LANDMARK = "server/Dockerfile";

  /// Reads them from the jar or from the folder of classes that this program runs from.
  ///
  /// @throws UncheckedIOException when they can't be read
  static LabSources ofThisProgram() {
    URL landmark = LabSources.class.getResource("/lab/" + LANDMARK);
    if (landmark == null) {
      throw new IllegalStateException("this program was packed without its folder lab");
    }
    return from(landmark);
  }

  /// Reads them from where the file `lab/server/Dockerfile` is.
  static LabSources from(URL landmark) {
    try {
      return new LabSources(read(landmark));
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the lab's sources at " + landmark, e);
    }
  }

  /// A hash over paths and contents of one sub-folder. File modes don't take part: a jar has none.
  Sha256 hashOf(String folder) {
    return Sha256.of(
        files.entrySet().stream()
            .filter(file -> file.getKey().startsWith(folder + "/"))
            .map(file -> file.getKey() + " " + file.getValue().sha256() + "\n")
            .collect(Collectors.joining()));
  }

  /// Writes all files below a folder, scripts executable.
  void writeTo(Path folder) throws IOException {
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.resolve("..").normalize());
      Files.write(path, file.getValue().toArray());
      if (file.getValue().text().startsWith("#!") && !path.toFile().setExecutable(true)) {
        throw new IOException("can't make " + path + " executable");
      }
    }
  }

  private static SequencedMap<String, Bytes> read(URL landmark) throws IOException {
    URLConnection connection = landmark.openConnection();
    if (connection instanceof JarURLConnection jar) {
      // A separate file system: one made from the URI would be shared with other readers, and one
      // reader would close it while others use it.
      try (FileSystem content = FileSystems.newFileSystem(path(jar.getJarFileURL()))) {
        return readTree(content.getPath("lab"));
      }
    }
    return readTree(path(landmark).resolve("../..").normalize());
  }

  private static Path path(URL url) throws IOException {
    try {
      return Path.of(new URI(url.toString()));
    } catch (URISyntaxException e) {
      throw new IOException("not a file: " + url, e);
    }
  }

  private static SequencedMap<String, Bytes> readTree(Path folder) throws IOException {
    SequencedMap<String, Bytes> files = new LinkedHashMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        // Not Path.toString: a jar's separator may differ from this machine's.
        files.put(
            Stream.iterate(0, i -> i + 1)
                .limit(folder.relativize(path).getNameCount())
                .map(i -> folder.relativize(path).getName(i).toString())
                .collect(Collectors.joining("/")),
            Bytes.of(Files.readAllBytes(path)));
      }
    }
    return files;
  }
}
