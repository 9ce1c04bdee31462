package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.KeyedLines;
import dev.citusdeploy.facts.gather.FactsLines.Entry;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/// Reads the contents of images: recorded on the server, or just inspected.
final class ImageRecords {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");

  /// More than a server ever keeps.
  private static final int MOST = 100;

  private final SequencedMap<String, KeyedLines> records = new LinkedHashMap<>();
  private KeyedLines current = new KeyedLines();

  /// Takes an entry on images; false when it is of another kind.
  boolean take(Entry entry) {
    switch (entry.key()) {
      case "image" -> {
        current = new KeyedLines();
        if (NAME.matcher(entry.value()).matches() && records.size() < MOST) {
          records.put("sha256:" + entry.value(), current);
        }
      }
      case "holds" -> current.add(entry.value());
      default -> {
        return false;
      }
    }
    return true;
  }

  /// Contents by image id.
  SequencedMap<String, ImageContents> all() {
    SequencedMap<String, ImageContents> all = new LinkedHashMap<>();
    records.forEach((id, lines) -> ImageContents.of(lines).ifPresent(it -> all.put(id, it)));
    return Collections.unmodifiableSequencedMap(all);
  }
}
