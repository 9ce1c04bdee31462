package dev.citusdeploy.facts.gather;

import dev.citusdeploy.model.NodeName;
import java.util.List;

/// Which details of one node's files to read: the record of what this program wrote last, and the
/// contents of some files. Secret files are never asked for.
///
/// @param node the node
/// @param files whose contents are wanted
public record FileRequest(NodeName node, List<Asked> files) {
  /// Copies the list.
  public FileRequest {
    files = List.copyOf(files);
  }

  /// A file whose contents are wanted: those that are in use, and those that were written last.
  ///
  /// @param name without the generation: `conf/postgresql.conf`
  /// @param path relative to the node's folder, where it is now
  public record Asked(String name, String path) {
    /// @throws IllegalArgumentException when one of them cannot be part of a list of lines
    public Asked {
      if (!isTellable(name) || !isTellable(path)) {
        throw new IllegalArgumentException("cannot be asked for: " + FactsLines.shown(path));
      }
    }

    /// Whether a path can be asked for: it has no line break or other control character, and
    /// nothing that is not valid text.
    public static boolean isTellable(String path) {
      return path.chars().noneMatch(c -> c < ' ' || c == 127 || Character.isSurrogate((char) c));
    }
  }
}
