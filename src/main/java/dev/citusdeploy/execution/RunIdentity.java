package dev.citusdeploy.execution;

import dev.citusdeploy.model.ForeignText;
import java.util.regex.Pattern;

/// Which run this is, for locks, staging folders and records.
///
/// @param id unique: letters, digits and hyphens
/// @param who user and machine, as `anna@laptop`
/// @param command what was asked for, without secrets: `apply shop.yml`
public record RunIdentity(String id, String who, String command) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]+");

  /// @throws IllegalArgumentException when the id cannot be part of a file's name
  public RunIdentity {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not an id of a run: " + id);
    }
    // One line each in the lock's file.
    who = ForeignText.line(who);
    command = ForeignText.line(command);
  }
}
