package dev.citusdeploy.inventory;

import java.util.List;

/// What a value of the inventory may be, as data: the check, the reference page and the editors'
/// schema all read it.
sealed interface Shape {
  /// A text of a certain form.
  record Text(Form form) implements Shape {}

  /// One of a few words.
  record Choice(List<String> words) implements Shape {
    /// Copies the list.
    public Choice {
      words = List.copyOf(words);
    }
  }

  /// A whole number between two bounds, both included.
  record Whole(int least, int most) implements Shape {
    /// A TCP port.
    static final Whole PORT = new Whole(1, 65535);
  }

  /// `true` or `false`.
  record Flag() implements Shape {}

  /// Any single value, kept exactly as it is written: `0644` stays `0644` and `1.10` stays `1.10`.
  record Verbatim(Form form) implements Shape {}

  /// A group of known keys.
  record Section(List<Key> keys) implements Shape {
    /// Copies the list.
    public Section {
      keys = List.copyOf(keys);
    }

    /// The names of its keys, in the order of the schema.
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A group of keys that the user names, all with values of one shape.
  ///
  /// @param names form of the names
  /// @param value shape of each value
  /// @param atLeastOne whether it may not be empty
  record Entries(Form names, Shape value, boolean atLeastOne) implements Shape {}

  /// A list of values of one shape.
  record Items(Shape item) implements Shape {}
}
