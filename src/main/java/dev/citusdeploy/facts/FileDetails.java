package dev.citusdeploy.facts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Contents of one node's files, read where they differ.
///
/// @param applied what this program wrote there: the last finished write first, then what an
///   interrupted run was about to write. Empty when there is no record
/// @param there contents of the files that were asked for, by their path
/// @param taken paths of those files that have not changed since the server was started or its
///   container was made
public record FileDetails(
    List<AppliedFiles> applied, SequencedMap<String, FileContent> there, List<String> taken) {
  /// Nothing was read, or there was nothing to read.
  public static final FileDetails NONE =
      new FileDetails(List.of(), new LinkedHashMap<>(), List.of());

  /// Copies the lists.
  public FileDetails {
    applied = List.copyOf(applied);
    taken = List.copyOf(taken);
  }
}
