package dev.citusdeploy.plan;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;

/// A state that steps lead to and other steps wait for. The sources of a plan name milestones and
/// not each other's steps; a milestone that no step leads to is reached already.
///
/// @param kind what state
/// @param subject of which host or node; empty for a state of the whole cluster
public record Milestone(Kind kind, String subject) {
  /// Every node that had data before the plan serves.
  public static final Milestone OLD_NODES_SERVE = new Milestone(Kind.OLD_NODES_SERVE, "");

  /// Every node that had data before the plan serves with its new files, and so does the
  /// coordinator, which is registered.
  public static final Milestone OLD_NODES_CURRENT = new Milestone(Kind.OLD_NODES_CURRENT, "");

  /// The cluster's image is on a host.
  public static Milestone imageOn(HostName host) {
    return new Milestone(Kind.IMAGE, host.value());
  }

  /// The files of all nodes of a host are written.
  public static Milestone filesOf(HostName host) {
    return new Milestone(Kind.FILES, host.value());
  }

  /// A node has data.
  public static Milestone dataOf(NodeName node) {
    return new Milestone(Kind.DATA, node.value());
  }

  /// A node serves with its new files, and other nodes reach it at the address that the catalog has
  /// of it.
  public static Milestone serving(NodeName node) {
    return new Milestone(Kind.SERVING, node.value());
  }

  /// The catalog has the address of a node that the inventory gives it.
  public static Milestone addressOf(NodeName node) {
    return new Milestone(Kind.ADDRESS, node.value());
  }

  /// Kinds of states.
  public enum Kind {
    /// [Milestone#imageOn].
    IMAGE,
    /// [Milestone#filesOf].
    FILES,
    /// [Milestone#dataOf].
    DATA,
    /// [Milestone#serving].
    SERVING,
    /// [Milestone#addressOf].
    ADDRESS,
    /// [Milestone#OLD_NODES_SERVE].
    OLD_NODES_SERVE,
    /// [Milestone#OLD_NODES_CURRENT].
    OLD_NODES_CURRENT
  }
}
