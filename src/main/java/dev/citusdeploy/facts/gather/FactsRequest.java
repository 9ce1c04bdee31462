package dev.citusdeploy.facts.gather;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.model.NodeName;
import java.util.List;

/// Which facts of one host to gather.
///
/// @param cluster name of the cluster
/// @param paths the two roots on the host
/// @param images references of the images to inspect, without blanks
/// @param host the host; facts of its nodes are gathered
public record FactsRequest(String cluster, Paths paths, List<String> images, Host host) {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException when a reference contains a blank
  public FactsRequest {
    images = List.copyOf(images);
    for (String image : images) {
      if (image.isEmpty() || image.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new IllegalArgumentException("not an image reference: " + image);
      }
    }
  }

  /// What planning needs to know: the inventory's image and the host's nodes.
  public static FactsRequest of(Inventory inventory, Host host) {
    return new FactsRequest(
        inventory.cluster(), inventory.paths(), List.of(inventory.image()), host);
  }

  /// Names and places on the server.
  public ServerLayout layout() {
    return new ServerLayout(cluster, paths);
  }

  /// The nodes that the inventory puts there.
  public List<NodeName> nodes() {
    return host.nodes().stream().map(Node::name).toList();
  }

  /// Their TCP ports, in the same order.
  public List<Integer> ports() {
    return host.nodes().stream().map(node -> node.address().port()).toList();
  }
}
