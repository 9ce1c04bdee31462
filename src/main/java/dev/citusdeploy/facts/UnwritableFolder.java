package dev.citusdeploy.facts;

import java.util.List;

/// A folder in which nothing can be written.
///
/// @param path the folder
/// @param mountPoint where its file system is mounted; empty when not known
/// @param options how it is mounted, between commas
public record UnwritableFolder(String path, String mountPoint, String options) {
  /// Whether not even root may write there.
  public boolean isReadOnly() {
    return List.of(options.split(",", -1)).contains("ro");
  }
}
