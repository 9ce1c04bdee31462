package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.model.HostName;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Who holds the cluster's lock on each host: `lock show -o json`.
///
/// @param format version of the document, 1
record LocksDocument(int format, String cluster, List<Lock> locks, List<ProblemEntry> problems) {
  /// The lock on one host.
  ///
  /// @param held whether a run holds it
  /// @param holder that run; null when it is free
  record Lock(String host, boolean held, @JsonUnwrapped @Nullable Holder holder) {}

  /// A run that holds a lock.
  ///
  /// @param seconds since it was taken
  /// @param leaseSeconds until it ends by itself
  record Holder(
      String run, String who, String from, String command, long seconds, long leaseSeconds) {}

  static List<Lock> locks(SequencedMap<HostName, Optional<LockHolder>> holders) {
    return holders.entrySet().stream()
        .map(entry ->
            new Lock(
                entry.getKey().value(),
                entry.getValue().isPresent(),
                entry.getValue().map(LocksDocument::holder).orElse(null)))
        .toList();
  }

  private static Holder holder(LockHolder held) {
    return new Holder(
        held.run(),
        held.who(),
        held.from(),
        held.command(),
        held.age().toSeconds(),
        held.lease().toSeconds());
  }
}
