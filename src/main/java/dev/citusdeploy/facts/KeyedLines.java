package dev.citusdeploy.facts;

import java.util.ArrayList;
import java.util.List;

/// Lines of the form `key=value`, as the marks on servers are written.
final class KeyedLines {
  private final List<String> lines = new ArrayList<>();

  void add(String line) {
    lines.add(line);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /// The first value of a key; empty when there is none.
  String value(String key) {
    String prefix = key + "=";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}
