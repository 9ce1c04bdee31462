package dev.citusdeploy.facts;

import java.util.List;

/// What the login found on a host of what it needs there: programs, Docker, and rights to folders.
///
/// @param user who logged in, empty when unknown
/// @param missingPrograms programs that the scripts need and that are not on the PATH
/// @param docker how Docker answered
/// @param unreadable paths that the login may not read
/// @param unwritable folders that the login may not write
public record HostAccess(
    String user,
    List<String> missingPrograms,
    DockerAccess docker,
    List<String> unreadable,
    List<UnwritableFolder> unwritable) {
  /// Copies the lists.
  public HostAccess {
    missingPrograms = List.copyOf(missingPrograms);
    unreadable = List.copyOf(unreadable);
    unwritable = List.copyOf(unwritable);
  }

  /// How Docker answered.
  ///
  /// @param installed whether there is a docker program
  /// @param complaint what it answered instead of its facts; empty when it gave them
  /// @param otherCompose path of a separate docker-compose program; empty when there is none
  public record DockerAccess(boolean installed, String complaint, String otherCompose) {}
}
