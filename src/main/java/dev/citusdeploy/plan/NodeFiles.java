package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Changed files of one node.
///
/// @param node the node with all its files
/// @param changes what differs, sorted by path
/// @param switchGeneration whether `conf/current` is to be set
/// @param moved what somebody made `conf/current` point to by hand; null when nobody did
public record NodeFiles(
    DesiredNode node,
    List<FileChange> changes,
    boolean switchGeneration,
    @Nullable MovedLink moved) {
  /// Copies the list.
  public NodeFiles {
    changes = List.copyOf(changes);
  }

  /// Changes where nobody moved `conf/current`.
  public NodeFiles(DesiredNode node, List<FileChange> changes, boolean switchGeneration) {
    this(node, changes, switchGeneration, null);
  }

  /// The name of a changed file without the generation, which says nothing to a reader.
  public String nameOf(FileChange change) {
    return change.file().path().replace("conf/" + node.generation() + "/", "conf/");
  }

  /// Names of what was changed by hand since this program wrote it last, sorted.
  public List<String> drifted() {
    return Stream.concat(
            moved == null ? Stream.empty() : Stream.of(DesiredNode.CURRENT),
            changes.stream().filter(FileChange::isDrift).map(this::nameOf))
        .toList();
  }

  /// `conf/current`, pointing where this program did not set it to.
  ///
  /// @param to the generation it points to
  /// @param applied the generation it was last set to
  public record MovedLink(String to, String applied) {}
}
