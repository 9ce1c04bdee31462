package dev.citusdeploy.execution.script;

import dev.citusdeploy.facts.gather.ImageInspection;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The scripts of this package, in the resources beside its classes.
public final class ScriptFiles {
  private ScriptFiles() {}

  /// A script without shared functions.
  public static Script alone(String title, String file, Duration deadline) {
    return new Script(title, text(file), deadline);
  }

  /// A script that talks to Docker and Compose about one container.
  public static Script withEngine(String title, String file, Duration deadline) {
    return new Script(title, images() + text("engine.sh") + "\n" + text(file), deadline);
  }

  /// A script that has to know what images hold.
  public static Script withImages(String title, String file, Duration deadline) {
    return new Script(title, images() + text(file), deadline);
  }

  private static String images() {
    return ImageInspection.INSIDE + "\n" + text("images.sh") + "\n";
  }

  /// The text of a script.
  public static String text(String file) {
    try (InputStream stream = ScriptFiles.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("the program lacks its script " + file);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
