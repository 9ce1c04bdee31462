package dev.citusdeploy.inventory.check;

import dev.citusdeploy.inventory.schema.Key;
import dev.citusdeploy.inventory.schema.Key.Presence;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value;
import dev.citusdeploy.inventory.yaml.Value.Broken;
import dev.citusdeploy.inventory.yaml.Value.Entry;
import dev.citusdeploy.inventory.yaml.Value.Mapping;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.inventory.yaml.Value.Sequence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A group of keys that passed [SchemaCheck]: values have the right shape, and wrong ones count as
/// absent.
public record CheckedSection(Mapping mapping) {
  /// A checked value as a group of keys; empty where it was broken.
  public static CheckedSection of(Value value) {
    return new CheckedSection(
        value instanceof Mapping mapping ? mapping : new Mapping(value.position(), List.of()));
  }

  /// A single value, if it is given.
  public Optional<Scalar> scalar(Key key) {
    return find(key).map(Entry::value).filter(Scalar.class::isInstance).map(Scalar.class::cast);
  }

  /// A single value as text, or the one it has by default.
  ///
  /// @throws IllegalStateException when the schema knows no default
  public String text(Key key) {
    return scalar(key).map(Scalar::text).orElseGet(() -> defaultOf(key));
  }

  /// A number, or the one it has by default.
  public int whole(Key key) {
    return Integer.parseInt(text(key));
  }

  /// A truth value, or the one it has by default.
  public boolean flag(Key key) {
    return Boolean.parseBoolean(text(key));
  }

  /// Whether a key is given, but with a value that is wrong.
  public boolean isBroken(Key key) {
    return find(key).map(Entry::value).filter(Broken.class::isInstance).isPresent();
  }

  /// A group of keys below this one; an empty one where there is none.
  public CheckedSection section(Key key) {
    return find(key)
        .map(Entry::value)
        .map(CheckedSection::of)
        .orElseGet(() -> new CheckedSection(new Mapping(mapping.position(), List.of())));
  }

  /// The items of a list, all groups of keys.
  public List<CheckedSection> items(Key key) {
    return find(key).map(Entry::value).filter(Sequence.class::isInstance).stream()
        .flatMap(value -> ((Sequence) value).items().stream())
        .map(CheckedSection::of)
        .toList();
  }

  /// The single values of a list.
  public List<Scalar> scalars(Key key) {
    return find(key).map(Entry::value).filter(Sequence.class::isInstance).stream()
        .flatMap(value -> ((Sequence) value).items().stream())
        .filter(Scalar.class::isInstance)
        .map(Scalar.class::cast)
        .toList();
  }

  /// Whether a key is given, with a value of any kind.
  public boolean has(Key key) {
    return find(key).isPresent();
  }

  /// Single values by names that the user chose.
  public SequencedMap<String, String> texts(Key key) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    for (Entry entry : section(key).mapping().entries()) {
      if (entry.value() instanceof Scalar scalar) {
        texts.put(entry.key(), scalar.text());
      }
    }
    return texts;
  }

  /// The position of a key's value, or of the group when it is not given.
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
