package dev.citusdeploy.facts;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import java.util.Optional;
import java.util.SequencedMap;

/// What is known of one host.
public sealed interface HostFacts {
  /// The host.
  HostName host();

  /// It answered.
  ///
  /// @param system the machine
  /// @param engine Docker and Compose
  /// @param images images of interest by the name they were asked for; absent when not on the host
  /// @param nodes nodes of the inventory, and every other node folder of this cluster that was
  ///   found on the host
  /// @param neighbours what else is on the host and may prevent nodes from running
  /// @param contents contents of the inspected images on this host, by id
  /// @param access what the login found of what it needs there
  record Known(
      HostName host,
      SystemFacts system,
      EngineFacts engine,
      SequencedMap<String, ImageFacts> images,
      SequencedMap<NodeName, NodeFacts> nodes,
      OtherWorkloads neighbours,
      SequencedMap<String, ImageContents> contents,
      HostAccess access)
      implements HostFacts {

    /// The same host with other workloads.
    public Known with(OtherWorkloads others) {
      return new Known(host, system, engine, images, nodes, others, contents, access);
    }

    /// The same host with other facts of its nodes.
    public Known with(SequencedMap<NodeName, NodeFacts> others) {
      return new Known(host, system, engine, images, others, neighbours, contents, access);
    }

    /// The same host with what its images hold.
    public Known withContents(SequencedMap<String, ImageContents> others) {
      return new Known(host, system, engine, images, nodes, neighbours, others, access);
    }

    /// Facts of a node.
    public Optional<NodeFacts> node(NodeName name) {
      return Optional.ofNullable(nodes.get(name));
    }
  }

  /// It did not answer correctly.
  record Unreachable(HostName host, Problem problem) implements HostFacts {}
}
