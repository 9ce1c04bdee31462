package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Key.Presence;
import dev.citusdeploy.inventory.Value.Broken;
import dev.citusdeploy.inventory.Value.Entry;
import dev.citusdeploy.inventory.Value.Mapping;
import dev.citusdeploy.inventory.Value.Scalar;
import dev.citusdeploy.inventory.Value.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A group of keys that went through [SchemaCheck]: what is there is of the right shape, and what
/// was wrong is as good as absent.
record Checked(Mapping mapping) {
  /// A checked value as a group of keys; none at all where it was broken.
  static Checked of(Value value) {
    return new Checked(
        value instanceof Mapping mapping ? mapping : new Mapping(value.position(), List.of()));
  }

  /// A single value, if it is given.
  Optional<Scalar> scalar(Key key) {
    return find(key).map(Entry::value).filter(Scalar.class::isInstance).map(Scalar.class::cast);
  }

  /// A single value as text, or the one it has by default.
  ///
  /// @throws IllegalStateException when the schema knows no default
  String text(Key key) {
    return scalar(key).map(Scalar::text).orElseGet(() -> defaultOf(key));
  }

  /// A number, or the one it has by default.
  int whole(Key key) {
    return Integer.parseInt(text(key));
  }

  /// A truth value, or the one it has by default.
  boolean flag(Key key) {
    return Boolean.parseBoolean(text(key));
  }

  /// Whether a key is given, but with a value that is wrong.
  boolean isBroken(Key key) {
    return find(key).map(Entry::value).filter(Broken.class::isInstance).isPresent();
  }

  /// A group of keys below this one; an empty one where there is none.
  Checked section(Key key) {
    return find(key)
        .map(Entry::value)
        .map(Checked::of)
        .orElseGet(() -> new Checked(new Mapping(mapping.position(), List.of())));
  }

  /// The items of a list, all groups of keys.
  List<Checked> items(Key key) {
    return find(key).map(Entry::value).filter(Sequence.class::isInstance).stream()
        .flatMap(value -> ((Sequence) value).items().stream())
        .map(Checked::of)
        .toList();
  }

  /// The single values of a list.
  List<Scalar> scalars(Key key) {
    return find(key).map(Entry::value).filter(Sequence.class::isInstance).stream()
        .flatMap(value -> ((Sequence) value).items().stream())
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .toList();
  }

  /// Whether a key is given, with a value of whatever kind.
  boolean has(Key key) {
    return find(key).isPresent();
  }

  /// Single values by names that the user chose.
  SequencedMap<String, String> texts(Key key) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (Entry entry : section(key).mapping().entries()) {
      if (entry.value() instanceof Scalar scalar) {
        texts.put(entry.key(), scalar.text());
      }
    }
    return texts;
  }

  /// Where a key's value stands; where the group begins when it is not given.
  Position position(Key key) {
    return find(key).map(entry -> entry.value().position()).orElse(mapping.position());
  }

  private Optional<Entry> find(Key key) {
    return mapping.find(key.name());
  }

  private static String defaultOf(Key key) {
    if (key.presence() instanceof Presence.Default given) {
      return given.text();
    }
    throw new IllegalStateException("no default for " + key.name());
  }
}
