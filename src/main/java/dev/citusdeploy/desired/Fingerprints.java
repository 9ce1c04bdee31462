package dev.citusdeploy.desired;

import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.postgres.ConfigurationText;
import dev.citusdeploy.postgres.SettingContexts;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Hashes by which a later run determines what a change requires: nothing, a reload or a restart.
final class Fingerprints {
  private final SettingContexts contexts;

  Fingerprints(SettingContexts contexts) {
    this.contexts = contexts;
  }

  /// Hash of what needs a restart: the start script, and settings that a reload does not apply.
  /// Comments and blank lines do not count.
  ///
  /// @param files texts by path, `postgresql.conf` and `start.sh` among them
  String start(SequencedMap<String, String> files) {
    String settings = files.getOrDefault("postgresql.conf", "");
    String startScript = files.getOrDefault("start.sh", "");
    String restarts =
        ConfigurationText.lines(settings)
            .filter(this::needsRestart)
            .collect(Collectors.joining("\n"));
    return Sha256.of(Sha256.of(restarts).hex() + "\n" + ignoringComments(startScript).hex()).hex();
  }

  /// Hash of a text without its comment lines and blank lines, so that a better comment in a later
  /// version of this program restarts no server.
  static Sha256 ignoringComments(String text) {
    return Sha256.of(ConfigurationText.lines(text).collect(Collectors.joining("\n")));
  }

  /// Hash of some files, by path and content.
  static Sha256 of(SequencedMap<String, String> files) {
    return Sha256.of(
        files.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(file -> Sha256.of(file.getValue()).hex() + "  " + file.getKey() + "\n")
            .collect(Collectors.joining()));
  }

  /// A line that is not a plain setting, such as an include, counts as one that needs a restart.
  private boolean needsRestart(String line) {
    return ConfigurationText.name(line).map(contexts::needsRestart).orElse(true);
  }
}
