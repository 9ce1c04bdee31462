package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.KeyedLines;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.facts.gather.FactsLines.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The script's lines on one data folder, and on the node's manifest.
final class DataFolderLines {
  static final DataFolderLines NONE = new DataFolderLines();

  private final Map<String, String> values = new LinkedHashMap<>();
  private final KeyedLines mark = new KeyedLines();
  private final KeyedLines firstStart = new KeyedLines();
  private final List<String> manifest = new ArrayList<>();

  void take(Entry entry) {
    switch (entry.key()) {
      case "mark" -> mark.add(entry.value());
      case "first-start" -> firstStart.add(entry.value());
      case "manifest" -> manifest.add(entry.value());
      default -> NodeReader.put(values, entry.key(), entry.value());
    }
  }

  @Nullable String optional(String key) {
    String value = values.getOrDefault(key, "");
    return value.isEmpty() ? null : value;
  }

  /// The record of the node's first start; null when there is none.
  @Nullable FirstStartRecord firstStart() {
    return firstStart.isEmpty() ? null : FirstStartRecord.of(firstStart, optional("mount"));
  }

  /// How far the node has served; null when there is no record.
  @Nullable ServedPosition served() {
    return ServedPosition.of(optional("served"), optional("older"));
  }

  @Nullable NodeManifest manifest() {
    return NodeManifest.parse(String.join("\n", manifest)).orElse(null);
  }

  DataFolder folder() {
    switch (values.getOrDefault("access", "absent")) {
      case "absent" -> {
        return new DataFolder.Absent();
      }
      case "unreadable" -> {
        return new DataFolder.Unreadable();
      }
      default -> {
        // It is not empty.
      }
    }
    String version = values.getOrDefault("PG_VERSION", "");
    return values.containsKey("marked")
        ? new DataFolder.Initialised(
            mark.value("cluster"),
            mark.value("node"),
            version.isEmpty() ? mark.value("postgres") : version,
            mark.value("fingerprint"))
        : new DataFolder.Unmarked(version);
  }
}
