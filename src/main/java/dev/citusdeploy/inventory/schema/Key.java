package dev.citusdeploy.inventory.schema;

/// A key of the inventory, as data.
///
/// @param name as it is written
/// @param shape what its value may be
/// @param presence whether it must be given, and its default
/// @param doc what it is for, in a sentence or two of Markdown
/// @param example a value, in YAML's flow form
/// @param since the first version that knows it
public record Key(
    String name, Shape shape, Presence presence, String doc, String example, String since) {
  private static final String FIRST_VERSION = "0.1.0";

  /// Whether a key must be given.
  public sealed interface Presence {
    /// Required.
    record Required() implements Presence {}

    /// Optional, without a default.
    record Optional() implements Presence {}

    /// Optional, with this default.
    record Default(String text) implements Presence {}

    /// Optional; the sentence describes where its value comes from then.
    record Derived(String from) implements Presence {}
  }

  /// A key that must be given.
  static Key required(String name, Shape shape, String doc, String example) {
    return new Key(name, shape, new Presence.Required(), doc, example, FIRST_VERSION);
  }

  /// A key that may be left out.
  static Key optional(String name, Shape shape, String doc, String example) {
    return new Key(name, shape, new Presence.Optional(), doc, example, FIRST_VERSION);
  }

  /// The same key with the value it has when it is left out.
  Key orElse(String text) {
    return new Key(name, shape, new Presence.Default(text), doc, example, since);
  }

  /// The same key with a sentence on where its value comes from when it is left out.
  Key orElseFrom(String sentence) {
    return new Key(name, shape, new Presence.Derived(sentence), doc, example, since);
  }

  /// Whether it must be given.
  public boolean isRequired() {
    return presence instanceof Presence.Required;
  }
}
