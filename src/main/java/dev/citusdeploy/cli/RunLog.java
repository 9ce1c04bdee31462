package dev.citusdeploy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The log file of this run: made only when something is logged, so most runs leave none.
///
/// @param file where it is or would be
record RunLog(Path file) {
  /// The property that logback.xml reads.
  private static final String PROPERTY = "citus-deploy.log";

  /// Chooses the file, below `$XDG_STATE_HOME` or `~/.local/state`, and tells the logging library.
  /// Must run before anything is logged.
  ///
  /// @param run id of the run
  static RunLog begin(Map<String, String> environment, String run) {
    Path state =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".local", "state"));
    Path file = state.resolve("citus-deploy").resolve("log").resolve(run + ".log");
    try {
      Files.createDirectories(file.getParent());
      System.setProperty(PROPERTY, file.toString());
    } catch (IOException e) {
      // Logging is a help, not a condition: without a place for it the run goes on.
      System.clearProperty(PROPERTY);
    }
    return new RunLog(file);
  }

  /// The file, if this run has written something into it; an empty one is removed.
  Optional<Path> written() {
    try {
      if (Files.exists(file) && Files.size(file) > 0) {
        return Optional.of(file);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // An empty log that stays behind does no harm.
    }
    return Optional.empty();
  }
}
