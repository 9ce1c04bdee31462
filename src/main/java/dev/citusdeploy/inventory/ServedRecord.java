package dev.citusdeploy.inventory;

import dev.citusdeploy.model.NodeName;

/// Where a server keeps how far its nodes have served: below the program's folder, so that it
/// outlives the data.
public final class ServedRecord {
  private ServedRecord() {}

  /// Absolute path of a node's folder, in which its health check writes.
  public static String folder(Inventory inventory, NodeName node) {
    return inventory.paths().program() + "/" + inventory.cluster() + "/.state/served/" + node;
  }

  /// Absolute path of the record itself. Taking it away accepts the data that is there.
  public static String file(Inventory inventory, NodeName node) {
    return folder(inventory, node) + "/lsn";
  }
}
