package dev.citusdeploy.facts;

import java.util.List;

/// What is on a host besides this cluster and may prevent its nodes from running. Empty when every
/// node of the host runs.
///
/// @param containers containers with a node's name and without this cluster's label
/// @param listeners sockets that listen on the TCP port of a node
/// @param own where the node's own servers listen
/// @param addresses the host's own IP addresses, loopbacks included; empty when not known
public record OtherWorkloads(
    List<Namesake> containers,
    List<Listener> listeners,
    List<Listener> own,
    List<String> addresses) {
  /// No other workloads.
  public static final OtherWorkloads NONE =
      new OtherWorkloads(List.of(), List.of(), List.of(), List.of());

  /// Copies the lists.
  public OtherWorkloads {
    containers = List.copyOf(containers);
    listeners = List.copyOf(listeners);
    own = List.copyOf(own);
    addresses = List.copyOf(addresses);
  }

  /// A container with a node's name.
  ///
  /// @param name the name
  /// @param state `running`, `exited` …
  /// @param image as its maker named it
  public record Namesake(String name, String state, String image) {}

  /// A socket that listens.
  ///
  /// @param address IP address, `0.0.0.0` or `0:0:0:0:0:0:0:0` for all of the host
  /// @param port TCP port
  /// @param pid process that holds the socket, as the host counts; empty when not known
  /// @param container name of the container that it serves; empty for none, or when not known
  /// @param program the process's name; empty when not known
  public record Listener(String address, int port, String pid, String container, String program) {}
}
