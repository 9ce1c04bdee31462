package dev.citusdeploy.inventory.yaml;

import java.nio.file.Path;

/// Files on this machine as an inventory names them.
public final class LocalFiles {
  private LocalFiles() {}

  /// The absolute path of a file.
  ///
  /// @param home what `~/` stands for
  /// @param beside the file in which it is named; relative paths start at its folder
  public static Path resolve(Path home, Path beside, String text) {
    return text.startsWith("~/")
        ? home.resolve(text.substring(2)).normalize()
        : beside.toAbsolutePath().resolveSibling(text).normalize();
  }
}
