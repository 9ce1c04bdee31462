package dev.citusdeploy.inventory.yaml;

import java.util.List;
import java.util.Optional;

/// A value of the file with its position, as YAML parses it, before any check.
public sealed interface Value {
  /// Where it starts.
  Position position();

  /// The type that YAML 1.2 gives a scalar.
  enum Kind {
    /// Any text, and everything in quotes.
    TEXT,
    /// `5432`
    WHOLE,
    /// `0.5`
    FRACTION,
    /// `true` or `false`
    TRUTH,
    /// `null`, `~` or nothing at all.
    NOTHING
  }

  /// A single value.
  ///
  /// @param text as written, without quotes
  /// @param quoted whether it was quoted
  record Scalar(Position position, String text, Kind kind, boolean quoted) implements Value {}

  /// A list.
  record Sequence(Position position, List<Value> items) implements Value {
    /// Copies the list.
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// Keys with values, in the order of the file; a key may still occur twice.
  record Mapping(Position position, List<Entry> entries) implements Value {
    /// Copies the list.
    public Mapping {
      entries = List.copyOf(entries);
    }

    /// The first entry with a key.
    public Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
  }

  /// Stands for a value that was reported and is of no further use.
  record Broken(Position position) implements Value {}

  /// A key with its value.
  ///
  /// @param at where the key starts
  record Entry(String key, Position at, Value value) {}
}
