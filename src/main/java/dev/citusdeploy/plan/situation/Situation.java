package dev.citusdeploy.plan.situation;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What should be and what is, side by side, with the look-ups that planning needs.
public record Situation(DesiredState desired, ClusterFacts facts) {
  public Inventory inventory() {
    return desired.inventory();
  }

  /// The hosts that answered, in the inventory's order, whatever the order of the facts.
  public List<HostFacts.Known> knownHosts() {
    return inventory().hosts().stream()
        .map(host -> facts.hosts().get(host.name()))
        .filter(HostFacts.Known.class::isInstance)
        .map(HostFacts.Known.class::cast)
        .toList();
  }

  /// What is known of the host a node lives on; empty when it did not answer.
  public Optional<HostFacts.Known> host(DesiredNode node) {
    return facts.hosts().get(node.node().host()) instanceof HostFacts.Known known
        ? Optional.of(known)
        : Optional.empty();
  }

  /// What is there of a node; empty when its host did not answer.
  public Optional<NodeFacts> node(DesiredNode node) {
    return host(node).map(known -> known.node(node.node().name()).orElseGet(() -> nothing(node)));
  }

  /// A second look at a node's files; nothing where there was none.
  public FileDetails look(DesiredNode node) {
    return facts.files().getOrDefault(node.node().name(), FileDetails.NONE);
  }

  /// The cluster's image on a host; empty when it is not there.
  public Optional<ImageFacts> image(HostFacts.Known host) {
    return Optional.ofNullable(host.images().get(inventory().image()));
  }

  public DesiredNode coordinator() {
    return desired.nodes().stream()
        .filter(node -> node.node().role() == Role.COORDINATOR)
        .findFirst()
        .orElseThrow();
  }

  private static NodeFacts nothing(DesiredNode node) {
    return new NodeFacts(
        node.node().name(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        new NodeFacts.DataFolder.Absent(),
        null,
        null,
        null,
        null,
        null);
  }
}
