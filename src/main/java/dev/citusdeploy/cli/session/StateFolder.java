package dev.citusdeploy.cli.session;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where this machine keeps what runs leave behind: below `$XDG_STATE_HOME` or `~/.local/state`.
/// Nothing there is needed to manage a cluster.
///
/// @param path the program's own folder
public record StateFolder(Path path) {
  /// The folder that an environment names.
  public static StateFolder of(Map<String, String> environment) {
    Path state =
        Optional.ofNullable(environment.get("XDG_STATE_HOME"))
            .filter(given -> !given.isEmpty())
            .map(Path::of)
            .orElse(Path.of(System.getProperty("user.home"), ".local", "state"));
    return new StateFolder(state.resolve("citus-deploy"));
  }

  /// The log file of a run.
  public Path log(String run) {
    return path.resolve("log").resolve(run + ".log");
  }

  /// The journal of the runs on a cluster that began on this machine.
  Path journal(String cluster) {
    return path.resolve("journal").resolve(cluster + ".jsonl");
  }
}
