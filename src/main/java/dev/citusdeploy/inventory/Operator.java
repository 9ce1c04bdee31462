package dev.citusdeploy.inventory;

import java.nio.file.Path;

/// Who runs the program, for what an inventory leaves open.
///
/// @param user login name on this machine
/// @param home home folder, for `~/`
public record Operator(String user, Path home) {
  /// Whoever runs this Java.
  public static Operator current() {
    return new Operator(System.getProperty("user.name"), Path.of(System.getProperty("user.home")));
  }
}
