package dev.citusdeploy.facts;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What is known of all hosts and of the catalog.
///
/// @param hosts by name, in the inventory's order
/// @param catalog the coordinator's catalog, read by SQL
/// @param files contents of nodes' files, where they were read
/// @param formerStarts starts of nodes that this machine's own journal knows of, the last one last
public record ClusterFacts(
    SequencedMap<HostName, HostFacts> hosts,
    CatalogFacts catalog,
    SequencedMap<NodeName, FileDetails> files,
    List<RecordedStart> formerStarts) {
  /// Copies the starts.
  public ClusterFacts {
    formerStarts = List.copyOf(formerStarts);
  }

  /// Facts of a first read.
  public ClusterFacts(SequencedMap<HostName, HostFacts> hosts, CatalogFacts catalog) {
    this(hosts, catalog, new LinkedHashMap<>(), List.of());
  }

  /// The hosts that answered.
  public List<HostFacts.Known> known() {
    return hosts.values().stream()
        .filter(HostFacts.Known.class::isInstance)
        .map(HostFacts.Known.class::cast)
        .toList();
  }

  /// The hosts that did not.
  public List<HostFacts.Unreachable> unreachable() {
    return hosts.values().stream()
        .filter(HostFacts.Unreachable.class::isInstance)
        .map(HostFacts.Unreachable.class::cast)
        .toList();
  }

  /// The hosts that hold data of this cluster.
  public List<HostName> hostsWithData() {
    return known().stream()
        .filter(host ->
            host.nodes().values().stream()
                .anyMatch(node -> !(node.data() instanceof NodeFacts.DataFolder.Absent)))
        .map(HostFacts.Known::host)
        .toList();
  }

  /// Whether a host holds data of this cluster.
  public boolean anyData() {
    return !hostsWithData().isEmpty();
  }

  /// The same hosts with the catalog read again.
  public ClusterFacts with(CatalogFacts other) {
    return new ClusterFacts(new LinkedHashMap<>(hosts), other, files, formerStarts);
  }

  /// The same with contents of files; a host may have become unreachable meanwhile.
  public ClusterFacts with(
      SequencedMap<HostName, HostFacts> answers, SequencedMap<NodeName, FileDetails> details) {
    return new ClusterFacts(answers, catalog, details, formerStarts);
  }

  /// The same with what this machine's journal knows of former starts.
  public ClusterFacts withFormerStarts(List<RecordedStart> starts) {
    return new ClusterFacts(hosts, catalog, files, starts);
  }
}
