package dev.citusdeploy.catalog;

import java.util.OptionalLong;

/// What a node carries.
///
/// @param nodeId `nodeid`
/// @param shards placements on it, reference tables' copies not counted
/// @param bytes of its shards; empty where they could not be measured, as a client holds a lock
public record NodeLoad(int nodeId, long shards, OptionalLong bytes) {}
