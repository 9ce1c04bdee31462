package dev.citusdeploy.desired;

import dev.citusdeploy.model.NodeName;
import java.util.List;

/// A container of the cluster on one server, with its files: what a database node has in common
/// with whatever else may run beside one, such as an exporter or a connection pooler. Files are
/// compared and written for services.
///
/// @param name its name, unique in the cluster; a node's service has the node's name
/// @param folder absolute path of its folder on the server
/// @param dataFolder absolute path of the folder whose `pgdata` is a node's data
/// @param files all files except the link `conf/current`, sorted by path
/// @param generation name of the conf generation: `conf/current` points to it
/// @param startHash the hash that the start script must have recorded; with another one the process
///   needs a restart
/// @param loadHash the hash that must have been recorded; with another one the process needs a
///   reload
/// @param containerHash value of the label that decides on a re-creation
/// @param containerName name of its container
public record DesiredService(
    NodeName name,
    String folder,
    String dataFolder,
    List<DesiredFile> files,
    String generation,
    String startHash,
    String loadHash,
    String containerHash,
    String containerName) {
  /// The link to the generation in use, relative to the service's folder.
  public static final String CURRENT = "conf/current";

  /// Copies the list.
  public DesiredService {
    files = List.copyOf(files);
  }

  /// A file's path without the generation, which means nothing to a reader.
  public String withoutGeneration(String path) {
    String prefix = "conf/" + generation + "/";
    return path.startsWith(prefix) ? "conf/" + path.substring(prefix.length()) : path;
  }
}
