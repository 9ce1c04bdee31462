package dev.citusdeploy.cli;

import dev.citusdeploy.cli.session.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The log file of this run: made only when something is logged, so most runs leave none.
///
/// @param file where it is or would be
record RunLog(Path file) {
  /// How many logs are kept, the newest ones.
  static final int KEPT = 50;

  /// The property that logback.xml reads.
  private static final String PROPERTY = "citus-deploy.log";

  /// Chooses the file and configures the logging library. Must run before anything is logged.
  ///
  /// @param run id of the run
  static RunLog begin(Map<String, String> environment, String run) {
    Path file = StateFolder.of(environment).log(run);
    try {
      Files.createDirectories(file.getParent());
      System.setProperty(PROPERTY, file.toString());
    } catch (IOException e) {
      // Logging is a help, not a condition: without a place for it the run goes on.
      System.clearProperty(PROPERTY);
    }
    return new RunLog(file);
  }

  /// The file, if this run has written something into it; an empty one is removed. A log that is
  /// kept pushes out the oldest.
  Optional<Path> written() {
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        removeOldest();
        return Optional.of(file);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // An empty log that stays behind does no harm.
    }
    return Optional.empty();
  }

  /// By name: it begins with the time.
  private void removeOldest() {
    try (Stream<Path> all = Files.list(file.toAbsolutePath().getParent())) {
      List<Path> logs =
          all.filter(path -> path.toString().endsWith(".log"))
              .sorted(Comparator.comparing(Path::getFileName).reversed())
              .toList();
      for (Path old : logs.subList(Math.min(KEPT, logs.size()), logs.size())) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      // The next run tries again.
    }
  }
}
