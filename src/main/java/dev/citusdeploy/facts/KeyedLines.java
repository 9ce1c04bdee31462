package dev.citusdeploy.facts;

import java.util.ArrayList;
import java.util.List;

/// Lines of the form `key=value`, as in records on servers.
public final class KeyedLines {
  private final List<String> lines = new ArrayList<>();

  public void add(String line) {
    lines.add(line);
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /// The first value of a key; empty when there is none.
  public String value(String key) {
    String prefix = key + "=";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}
