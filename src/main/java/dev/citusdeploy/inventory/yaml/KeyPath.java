package dev.citusdeploy.inventory.yaml;

/// A place in the tree of keys, for messages.
///
/// @param path keys from the top with dots between them, list items by number from 1; empty at the
///   top
/// @param at where to point when something is missing there
public record KeyPath(String path, Position at) {
  /// The place of a key below this one.
  public KeyPath key(Value.Entry entry) {
    return key(entry.key(), entry.at());
  }

  /// The place of a key below this one.
  public KeyPath key(String name, Position position) {
    return new KeyPath(path.isEmpty() ? name : path + "." + name, position);
  }

  /// The place of a list's item, counted from 1.
  public KeyPath item(int number, Position position) {
    return new KeyPath(path + "[" + number + "]", position);
  }

  /// The place of a key beside this one.
  public KeyPath sibling(String name) {
    int dot = path.lastIndexOf('.');
    return new KeyPath(dot < 0 ? name : path.substring(0, dot + 1) + name, at);
  }

  /// The last key of the path.
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return path.isEmpty() ? "the inventory" : "`" + path + "`";
  }
}
