package dev.citusdeploy.inventory;

import java.nio.file.Path;

/// Files on this machine as an inventory names them.
final class LocalFiles {
  private LocalFiles() {}

  /// The absolute path of a file.
  ///
  /// @param home what `~/` stands for
  /// @param beside the file in which it is named, which relative paths start beside
  static Path resolve(Path home, Path beside, String text) {
    return text.startsWith("~/")
        ? home.resolve(text.substring(2)).normalize()
        : beside.toAbsolutePath().resolveSibling(text).normalize();
  }
}
