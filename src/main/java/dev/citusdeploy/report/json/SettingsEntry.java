package dev.citusdeploy.report.json;

import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node reports of its settings.
///
/// @param settings what is to be known of them, one entry a finding
record SettingsEntry(int maxConnections, List<Finding> settings) {
  /// A finding; a key that its kind does not have is absent.
  sealed interface Finding {}

  /// `postgresql.auto.conf` sets it, which wins over `postgresql.conf`.
  ///
  /// @param winsOver the value in `postgresql.conf`; null when it is not set there
  record SetInDataFolder(
      String finding, String name, String value, @Nullable String winsOver, boolean awaitsRestart)
      implements Finding {}

  /// A changed value that needs a restart.
  record AwaitsRestart(String finding, String name) implements Finding {}

  /// A line that the server does not accept.
  ///
  /// @param line 0 where the file cannot be read
  /// @param name of the setting; null where the line is no setting
  /// @param error the server's message
  record WrongLine(String finding, String file, int line, @Nullable String name, String error)
      implements Finding {}

  static SettingsEntry of(NodeSettings settings) {
    return new SettingsEntry(
        settings.maxConnections(), settings.findings().stream().map(SettingsEntry::of).toList());
  }

  private static Finding of(SettingFinding finding) {
    return switch (finding) {
      case SettingFinding.SetInDataFolder(var name, var value, var beaten, var waits) ->
          new SetInDataFolder("set_in_data_folder", name, value, beaten, waits);
      case SettingFinding.AwaitsRestart(var name) -> new AwaitsRestart("awaits_restart", name);
      case SettingFinding.WrongLine(var file, var line, var name, var error) ->
          new WrongLine("wrong_line", file, line, name.isEmpty() ? null : name, error);
    };
  }
}
