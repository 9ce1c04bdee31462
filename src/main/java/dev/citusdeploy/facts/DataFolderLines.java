package dev.citusdeploy.facts;

import dev.citusdeploy.facts.FactsLines.Entry;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the script says of one data folder, and of the manifest that belongs to it.
final class DataFolderLines {
  static final DataFolderLines NONE = new DataFolderLines();

  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> mark = new ArrayList<>();
  private final List<String> manifest = new ArrayList<>();

  void take(Entry entry) {
    if (entry.key().equals("mark")) {
      mark.add(entry.value());
    } else if (entry.key().equals("manifest")) {
      manifest.add(entry.value());
    } else {
      NodeReader.put(values, entry.key(), entry.value());
    }
  }

  @Nullable String optional(String key) {
    String value = values.getOrDefault(key, "");
    return value.isEmpty() ? null : value;
  }

  @Nullable NodeManifest manifest() {
    return NodeManifest.parse(String.join("\n", manifest)).orElse(null);
  }

  DataFolder folder() {
    switch (values.getOrDefault("looks", "absent")) {
      case "absent" -> {
        return new DataFolder.Absent();
      }
      case "unreadable" -> {
        return new DataFolder.Unreadable();
      }
      default -> {
        // Something is there.
      }
    }
    String version = values.getOrDefault("PG_VERSION", "");
    return values.containsKey("marked")
        ? new DataFolder.Initialised(
            marked("cluster"),
            marked("node"),
            version.isEmpty() ? marked("postgres") : version,
            marked("fingerprint"))
        : new DataFolder.Unmarked(version);
  }

  private String marked(String key) {
    String prefix = key + "=";
    return mark.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}
