package dev.citusdeploy.desired;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.postgres.SettingContexts;
import java.util.List;
import java.util.Map;

/// Renders the desired state. The same input gives the same files, byte for byte: no clock and no
/// random numbers are used.
public final class DesiredStateRenderer {
  private final NodeRenderer nodes;

  /// @param source where templates come from
  public DesiredStateRenderer(TemplateSource source) {
    nodes = new NodeRenderer(source, new Fingerprints(SettingContexts.packaged()));
  }

  /// Renders all nodes.
  ///
  /// @param trust certificates for every node of the inventory, and the clients' passwords
  /// @param servers what is known of each server; a server that isn't there counts as unknown
  /// @throws ProblemException of kind USAGE for a broken template or a setting that can't be used
  /// @throws IllegalArgumentException when a node has no certificate
  public DesiredState render(
      Inventory inventory, ClusterTrust trust, Map<HostName, ServerTraits> servers) {
    List<DesiredNode> rendered =
        inventory.nodes().stream()
            .map(node -> nodes.render(inventory, node, trust, traits(servers, node)))
            .toList();
    return new DesiredState(inventory, rendered, trust.roles(), trust.fingerprint());
  }

  private static ServerTraits traits(Map<HostName, ServerTraits> servers, Node node) {
    return servers.getOrDefault(node.host(), ServerTraits.UNKNOWN);
  }
}
