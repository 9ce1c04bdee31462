package dev.citusdeploy.facts;

import dev.citusdeploy.model.Bytes;

/// The content of a file on a server, as far as it was fetched.
public sealed interface FileContent {
  /// All of it.
  record Whole(Bytes bytes) implements FileContent {}

  /// It is too large to be fetched.
  ///
  /// @param sizeBytes how large it is
  record TooLarge(long sizeBytes) implements FileContent {}
}
