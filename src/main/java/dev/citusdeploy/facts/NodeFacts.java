package dev.citusdeploy.facts;

import dev.citusdeploy.model.NodeName;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Facts of one node on a host.
///
/// @param name the node
/// @param files regular files below the node's folder by relative path, sorted
/// @param links symbolic links below the node's folder by relative path, with their targets
/// @param data its data folder
/// @param started what its server was last started with, as the start script recorded it; null when
///   there is no record
/// @param loaded the generation last loaded by start or reload; null when there is no record
/// @param manifest its manifest.json; null when there is no readable one
/// @param firstStart the record of its first start; null when there is none
/// @param served how far it has served; null when there is no record
/// @param container its container, null when there is none
public record NodeFacts(
    NodeName name,
    SequencedMap<String, FileFacts> files,
    SequencedMap<String, String> links,
    DataFolder data,
    @Nullable String started,
    @Nullable String loaded,
    @Nullable NodeManifest manifest,
    @Nullable FirstStartRecord firstStart,
    @Nullable ServedPosition served,
    @Nullable ContainerFacts container) {
  /// A node without a record of how far it has served.
  public NodeFacts(
      NodeName name,
      SequencedMap<String, FileFacts> files,
      SequencedMap<String, String> links,
      DataFolder data,
      @Nullable String started,
      @Nullable String loaded,
      @Nullable NodeManifest manifest,
      @Nullable FirstStartRecord firstStart,
      @Nullable ContainerFacts container) {
    this(name, files, links, data, started, loaded, manifest, firstStart, null, container);
  }

  /// The same node with other facts of its container.
  public NodeFacts with(ContainerFacts other) {
    return new NodeFacts(
        name, files, links, data, started, loaded, manifest, firstStart, served, other);
  }

  /// State of a node's data folder.
  public sealed interface DataFolder {
    /// No folder, or an empty one.
    record Absent() implements DataFolder {}

    /// It is not empty, but has no completion mark.
    ///
    /// @param postgresVersion content of PG_VERSION, empty when there is none
    record Unmarked(String postgresVersion) implements DataFolder {}

    /// The login may not read it, or a folder above it.
    record Unreadable() implements DataFolder {}

    /// Initialised completely by this program.
    ///
    /// @param cluster cluster's name in the mark
    /// @param node node's name in the mark
    /// @param postgresVersion content of PG_VERSION
    /// @param fingerprint the mark's fingerprint of the cluster's secrets
    record Initialised(String cluster, String node, String postgresVersion, String fingerprint)
        implements DataFolder {}
  }
}
