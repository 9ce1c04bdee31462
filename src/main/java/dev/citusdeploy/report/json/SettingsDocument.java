package dev.citusdeploy.report.json;

import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a node says of its settings, for programs.
final class SettingsDocument {
  private SettingsDocument() {}

  /// The keys `max_connections` and `settings`, one entry a finding.
  static Map<String, Object> of(NodeSettings settings) {
    SequencedMap<String, Object> keys = new LinkedHashMap<>();
    keys.put("max_connections", settings.maxConnections());
    keys.put("settings", settings.findings().stream().map(SettingsDocument::of).toList());
    return keys;
  }

  private static Map<String, @Nullable Object> of(SettingFinding finding) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    switch (finding) {
      case SettingFinding.SetInDataFolder(var name, var value, var beaten, var waits) -> {
        entry.put("finding", "set_in_data_folder");
        entry.put("name", name);
        entry.put("value", value);
        entry.put("wins_over", beaten);
        entry.put("awaits_restart", waits);
      }
      case SettingFinding.AwaitsRestart(var name) -> {
        entry.put("finding", "awaits_restart");
        entry.put("name", name);
      }
      case SettingFinding.WrongLine(var file, var line, var name, var error) -> {
        entry.put("finding", "wrong_line");
        entry.put("file", file);
        entry.put("line", line);
        entry.put("name", name.isEmpty() ? null : name);
        entry.put("error", error);
      }
    }
    return entry;
  }
}
