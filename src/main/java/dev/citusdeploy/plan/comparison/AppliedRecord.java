package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.facts.AppliedFiles;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.ServiceFiles.MovedLink;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Distinguishes what somebody changed by hand from what this program wrote. Where there is no
/// record of what it wrote, nothing counts as changed by hand.
final class AppliedRecord {
  private final List<AppliedFiles> records;
  private final @Nullable String generation;

  /// @param details has the records: after a run that was cut off there may be more than one, and
  ///   each file may be as in any of them
  /// @param generation what `conf/current` points to; null when there is no such link
  AppliedRecord(FileDetails details, @Nullable String generation) {
    this.records = details.applied();
    this.generation = generation;
  }

  /// Whether a file is not as it was written.
  ///
  /// @param name without the generation
  /// @param there hash of the file of that name that is in use
  boolean isDrift(String name, Sha256 there) {
    List<AppliedFiles> covering = records.stream().filter(record -> covers(record, name)).toList();
    return !covering.isEmpty()
        && covering.stream().noneMatch(record -> there.equals(record.hashes().get(name)));
  }

  /// Whether a file of that name was ever written.
  boolean knows(String name) {
    return records.stream().anyMatch(record -> record.hashes().containsKey(name));
  }

  /// What was written last; null where that is not known for sure.
  @Nullable FileContent content(String name) {
    for (AppliedFiles record : records) {
      FileContent content = record.contents().get(name);
      if (covers(record, name) && fits(content, record.hashes().get(name))) {
        return content;
      }
    }
    return null;
  }

  /// Where `conf/current` was moved by hand to; null when it was not.
  ///
  /// @param wanted the generation it shall point to
  @Nullable MovedLink moved(String wanted) {
    String applied =
        records.stream()
            .map(AppliedFiles::generation)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    String to = generation;
    if (to == null || applied == null || to.equals(wanted)) {
      return null;
    }
    boolean ours = records.stream().anyMatch(record -> to.equals(record.generation()));
    return ours ? null : new MovedLink(to, applied);
  }

  /// A record has nothing on the files of another generation.
  private boolean covers(AppliedFiles record, String name) {
    return record.hashes().containsKey(name)
        && (!name.startsWith("conf/") || Objects.equals(generation, record.generation()));
  }

  /// Whether what was fetched has the hash; a file that is too large is taken as it is.
  static boolean fits(@Nullable FileContent content, @Nullable Sha256 hash) {
    return switch (content) {
      case null -> false;
      case FileContent.TooLarge _ -> true;
      case FileContent.Whole(var bytes) -> bytes.sha256().equals(hash);
    };
  }
}
