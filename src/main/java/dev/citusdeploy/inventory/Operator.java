package dev.citusdeploy.inventory;

import java.nio.file.Path;
import java.util.Map;

/// The user who runs the program, for defaults of the inventory.
///
/// @param user login name on this machine
/// @param home home folder, for `~/`
/// @param environment variables that an inventory may ask for
public record Operator(String user, Path home, Map<String, String> environment) {
  /// Copies the variables.
  public Operator {
    environment = Map.copyOf(environment);
  }

  /// Whoever runs this Java.
  ///
  /// @param environment the variables of this process
  public static Operator current(Map<String, String> environment) {
    return new Operator(
        System.getProperty("user.name"), Path.of(System.getProperty("user.home")), environment);
  }

  /// Prints the user's name and home only: variables may be secrets.
  @Override
  public String toString() {
    return "Operator[user=" + user + ", home=" + home + "]";
  }
}
