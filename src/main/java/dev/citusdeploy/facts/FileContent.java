package dev.citusdeploy.facts;

import dev.citusdeploy.model.Bytes;

/// What is in a file on a server, as far as it was fetched.
public sealed interface FileContent {
  /// All of it.
  record Whole(Bytes bytes) implements FileContent {}

  /// It is too large to be fetched for a look.
  ///
  /// @param sizeBytes how large it is
  record TooLarge(long sizeBytes) implements FileContent {}
}
