package dev.citusdeploy.plan.situation;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.NodeGroup;
import dev.citusdeploy.model.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What should be and what is, side by side, with the queries that planning needs.
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

  /// What is there of the node of a name; empty when its host did not answer.
  public Optional<NodeFacts> node(NodeName name) {
    return node(desired(name));
  }

  /// The contents of a node's files; nothing where they were not read.
  public FileDetails fileDetails(DesiredNode node) {
    return facts.files().getOrDefault(node.node().name(), FileDetails.NONE);
  }

  /// The cluster's image on a host; empty when it is not there.
  public Optional<ImageFacts> image(HostFacts.Known host) {
    return Optional.ofNullable(host.images().get(inventory().image()));
  }

  /// The node of a group that takes writes: the one place that decides it. Every group has one
  /// node; once there are standbys, `noderole` in the catalog decides.
  public DesiredNode primary(NodeGroup group) {
    return desired(primaryName(group));
  }

  private static NodeName primaryName(NodeGroup group) {
    return group.nodes().getFirst().name();
  }

  /// The primary of group 0.
  public DesiredNode coordinator() {
    return primary(inventory().coordinatorGroup());
  }

  /// Whether a node is the primary of group 0.
  public boolean isCoordinator(DesiredNode node) {
    // Asked for each node of large clusters: the group's member decides, not its desired state.
    return node.node().name().equals(primaryName(inventory().coordinatorGroup()));
  }

  /// The primaries of all other groups, in the inventory's order.
  public List<DesiredNode> workers() {
    return inventory().groups().stream()
        .filter(group -> !group.isCoordinator())
        .map(this::primary)
        .toList();
  }

  private DesiredNode desired(NodeName name) {
    return desired.nodes().stream()
        .filter(node -> node.node().name().equals(name))
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
