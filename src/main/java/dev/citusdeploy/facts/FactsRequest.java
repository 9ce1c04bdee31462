package dev.citusdeploy.facts;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import java.util.List;

/// What is wanted to know of one host.
///
/// @param cluster name of the cluster
/// @param paths the two roots on the host
/// @param images references of the images to look for, without blanks
/// @param nodes the nodes that the inventory puts there
/// @param ports their TCP ports, in the same order
public record FactsRequest(
    String cluster, Paths paths, List<String> images, List<NodeName> nodes, List<Integer> ports) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException when a reference could not be told apart from the next one
  public FactsRequest {
    images = List.copyOf(images);
    nodes = List.copyOf(nodes);
    ports = List.copyOf(ports);
    if (nodes.size() != ports.size()) {
      throw new IllegalArgumentException("each node has one port");
    }
    for (String image : images) {
      if (image.isEmpty() || image.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new IllegalArgumentException("not an image reference: " + image);
      }
    }
  }

  /// What planning needs to know: the inventory's image and the host's nodes.
  public static FactsRequest of(Inventory inventory, Host host) {
    return new FactsRequest(
        inventory.cluster(),
        inventory.paths(),
        List.of(inventory.image()),
        host.nodes().stream().map(Node::name).toList(),
        host.nodes().stream().map(node -> node.address().port()).toList());
  }
}
