package dev.citusdeploy.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What a second look at one node's files told.
///
/// @param applied what this program wrote there, the last that was finished first; behind it what a
///   run was about to write that was cut off. Empty where there is no record
/// @param there contents of the files that were asked for, by their path
/// @param taken paths of those among them that the server was started with, or its container made
///   from, as they are now
public record FileDetails(
    List<AppliedFiles> applied, SequencedMap<String, FileContent> there, List<String> taken) {
  /// Nobody looked, or there was nothing to be found.
  public static final FileDetails NONE =
      new FileDetails(List.of(), new LinkedHashMap<>(), List.of());

  /// Copies the lists.
  public FileDetails {
    applied = List.copyOf(applied);
    taken = List.copyOf(taken);
  }
}
