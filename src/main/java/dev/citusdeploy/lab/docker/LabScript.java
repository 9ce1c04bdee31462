package dev.citusdeploy.lab.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/// The scripts that the lab runs inside containers.
public enum LabScript {
  /// Waits for a server and prints its keys and images.
  PROBE("probe.sh"),
  /// Prints images and containers of a server's engine.
  STATUS("status.sh"),
  /// Unpacks images into a seed volume.
  MAKE_SEED("make-seed.sh"),
  /// Links the images of a seed volume into new servers.
  LINK_IMAGES("link-images.sh");

  private final String file;

  LabScript(String file) {
    this.file = file;
  }

  /// The words after `sh` that run it with some arguments.
  public List<String> words(List<String> arguments) {
    return Stream.concat(Stream.of("-c", text(), "sh"), arguments.stream()).toList();
  }

  private String text() {
    try (InputStream stream = LabScript.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("this program was packed without " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
