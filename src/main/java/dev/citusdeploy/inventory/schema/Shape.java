package dev.citusdeploy.inventory.schema;

import dev.citusdeploy.inventory.text.Form;
import java.util.List;

/// What a value of the inventory may be, as data: used by the check, the reference page and the
/// editors' schema.
public sealed interface Shape {
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

  /// Where a secret comes from: `{env: …}`, `{file: …}` or `{command: …}`.
  record Source() implements Shape {}

  /// A group of known keys. Keys that begin with `x-` are the user's own and are not read.
  record Section(List<Key> keys) implements Shape {
    /// Copies the list.
    public Section {
      keys = List.copyOf(keys);
    }

    /// The names of its keys, in the order of the schema.
    public List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A group of keys that the user names, all with values of one shape.
  ///
  /// @param names form of the names
  /// @param value shape of each value
  /// @param size whether it may be empty, and whether a name may stand for several
  record Entries(Form names, Shape value, Size size) implements Shape {
    /// How many there are.
    public enum Size {
      /// Any number, each written out.
      ANY,
      /// One at least; ranges in a name stand for several.
      AT_LEAST_ONE_AND_RANGES
    }
  }

  /// A list of values of one shape.
  record Items(Shape item) implements Shape {}

  /// A list of values of one shape; a single one need not be a list.
  record OneOrMany(Shape item) implements Shape {}

  /// Whether a key is the user's own.
  static boolean isOwnKey(String key) {
    return key.startsWith("x-");
  }
}
