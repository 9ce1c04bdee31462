package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Node;
import java.util.List;

/// A node as it should be on its server.
///
/// @param node the node of the inventory
/// @param folder absolute path of the node's folder on the server
/// @param dataFolder absolute path of the folder whose `pgdata` is the data
/// @param files all files except the link `conf/current`, sorted by path
/// @param generation name of the conf generation: `conf/current` points to it
/// @param startHash the hash that the start script must have recorded; with another one the server
///   needs a restart
/// @param loadHash the hash that must have been recorded; with another one the server needs a
///   reload
/// @param containerHash value of the label that decides on a re-creation
/// @param containerName name of the service's container
public record DesiredNode(
    Node node,
    String folder,
    String dataFolder,
    List<DesiredFile> files,
    String generation,
    String startHash,
    String loadHash,
    String containerHash,
    String containerName) {
  /// The link to the generation in use, relative to the node's folder.
  public static final String CURRENT = "conf/current";

  /// Copies the list.
  public DesiredNode {
    files = List.copyOf(files);
  }
}
