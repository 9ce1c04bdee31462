package dev.citusdeploy.facts.gather;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A folder in which nothing can be written.
///
/// @param path the folder
/// @param mountPoint where its file system is mounted; empty when not known
/// @param options how it is mounted, between commas
record UnwritableFolder(String path, String mountPoint, String options) {
  /// Combines the script's entries: a path, then its mount. Each path counts once.
  ///
  /// @throws IllegalArgumentException when one of the two is missing
  static List<UnwritableFolder> of(List<String> paths, List<String> mounts) {
    if (paths.size() != mounts.size()) {
      throw new MalformedAnswerException("the answer lacks how a path is mounted");
    }
    SequencedMap<String, UnwritableFolder> places = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      String[] mount = mounts.get(i).split(" ", 2);
      places.put(
          paths.get(i),
          new UnwritableFolder(paths.get(i), mount.length == 2 ? mount[1] : "", mount[0]));
    }
    return List.copyOf(places.values());
  }

  /// Whether not even root may write there.
  boolean isReadOnly() {
    return List.of(options.split(",", -1)).contains("ro");
  }
}
