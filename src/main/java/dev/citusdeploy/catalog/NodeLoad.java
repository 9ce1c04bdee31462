package dev.citusdeploy.catalog;

import java.util.OptionalLong;

/// The load of a node.
///
/// @param nodeId `nodeid`
/// @param shards placements on it, reference tables' copies not counted
/// @param bytes of its shards; empty when they could not be measured because a client holds a lock
public record NodeLoad(int nodeId, long shards, OptionalLong bytes) {}
