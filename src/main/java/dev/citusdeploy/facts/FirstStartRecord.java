package dev.citusdeploy.facts;

import dev.citusdeploy.model.RecordedCollation;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The record that is written beside the program's files when a node's first start has succeeded.
/// It survives a loss of the data's disk, so an empty data folder is recognised as a loss and not
/// as a new node.
///
/// @param cluster cluster's name
/// @param node node's name
/// @param postgresVersion PostgreSQL's major version that the data was made with
/// @param fingerprint of the cluster's secrets
/// @param dataFolder where the data was, an absolute path
/// @param mountPoint of the file system that the data was on, `/` for the root file system
/// @param device of that file system, as in `/proc/self/mounts`
/// @param extension version of the Citus extension that the node served with last; empty where it
///   is not known
/// @param image name of the image that it served with last; empty where it is not known
/// @param icu major version of the ICU library of that image; empty where it is not known
/// @param collations versions of collations that its databases recorded then
/// @param mountedNow mount point of the file system that the data folder is on now; empty where it
///   is not known
public record FirstStartRecord(
    String cluster,
    String node,
    String postgresVersion,
    String fingerprint,
    String dataFolder,
    String mountPoint,
    String device,
    String extension,
    String image,
    String icu,
    List<RecordedCollation> collations,
    String mountedNow) {
  private static final Pattern EXTENSION = Pattern.compile("[0-9A-Za-z.-]{1,40}");

  /// Whether the data was on a file system of its own, and its folder is on the root file system
  /// now: the disk is not mounted, and the folder does not hold the data that the node served last.
  public boolean isUnmounted() {
    return mountedNow.equals("/") && !mountPoint.equals("/") && !mountPoint.isEmpty();
  }

  /// The record in the form that `.state/first-start/<node>` holds it: lines `key=value`.
  ///
  /// @param mount `device options point`, null where nothing is known
  public static FirstStartRecord of(KeyedLines lines, @Nullable String mount) {
    String extension = lines.value("citus");
    String icu = lines.value("icu");
    String[] parts = mount == null ? new String[0] : mount.split(" ", 3);
    return new FirstStartRecord(
        lines.value("cluster"),
        lines.value("node"),
        lines.value("postgres"),
        lines.value("fingerprint"),
        lines.value("data"),
        lines.value("mount"),
        lines.value("device"),
        EXTENSION.matcher(extension).matches() ? extension : "",
        lines.value("image"),
        EXTENSION.matcher(icu).matches() ? icu : "",
        RecordedCollation.parse(lines.value("collations")),
        parts.length == 3 ? parts[2] : "");
  }
}
