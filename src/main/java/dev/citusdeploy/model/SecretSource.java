package dev.citusdeploy.model;

import java.nio.file.Path;
import java.util.List;

/// Where a secret comes from; not the secret itself.
public sealed interface SecretSource {
  /// Its position in the inventory, `file:line:column`.
  String where();

  /// The environment of the program.
  ///
  /// @param variable its name
  record Environment(String variable, String where) implements SecretSource {}

  /// A file on this machine that contains only the secret.
  ///
  /// @param path absolute
  record File(Path path, String where) implements SecretSource {}

  /// A command on this machine that writes the secret to its standard output.
  ///
  /// @param words the program and its arguments
  record Command(List<String> words, String where) implements SecretSource {
    /// Copies the list.
    public Command {
      words = List.copyOf(words);
    }
  }
}
