package dev.citusdeploy.inventory.read;

import dev.citusdeploy.inventory.check.EnvironmentValue;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Merges one group of keys over another.
final class ValueMerge {
  private static final List<String> SOURCES =
      List.of(EnvironmentValue.VARIABLE, EnvironmentValue.DEFAULT, "file", "command");

  private ValueMerge() {}

  /// All keys of both, those of the first before the others. Of a common key, groups are merged;
  /// otherwise the first's value wins.
  static Mapping over(Mapping above, Mapping below) {
    List<Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Entry entry : above.entries()) {
      Optional<Entry> other = below.find(entry.key());
      // A duplicate key is a mistake, which the check reports for its file.
      boolean both = seen.add(entry.key()) && other.isPresent();
      entries.add(both ? merged(entry, other.get()) : entry);
    }
    below.entries().stream()
        .filter(entry -> !seen.contains(entry.key()))
        .filter(entry -> !entry.key().equals(InventorySchema.INCLUDE.name()))
        .forEach(entries::add);
    return new Mapping(above.position(), entries);
  }

  private static Entry merged(Entry entry, Entry other) {
    return entry.value() instanceof Mapping above
            && other.value() instanceof Mapping below
            && !isSource(above)
            && !isSource(below)
        ? new Entry(entry.key(), entry.at(), over(above, below))
        : entry;
  }

  /// A source of a value is one unit and is not merged.
  private static boolean isSource(Mapping mapping) {
    return !mapping.entries().isEmpty()
        && mapping.entries().stream().allMatch(entry -> SOURCES.contains(entry.key()));
  }
}
