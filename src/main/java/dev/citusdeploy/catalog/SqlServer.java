package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.ShellCommand;

/// The server of one node, as SQL reaches it through the connection to its host.
///
/// @param name what messages call it in the middle of a sentence: "the coordinator", "node w1"
/// @param address where it listens as seen from its host
/// @param advertised its host name or address, as the other nodes use it
/// @param log a command that shows its log
public record SqlServer(String name, NodeAddress address, String advertised, ShellCommand log) {
  /// The same server at another address.
  public SqlServer at(NodeAddress other) {
    return new SqlServer(name, other, advertised, log);
  }
}
