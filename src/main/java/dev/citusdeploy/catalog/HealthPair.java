package dev.citusdeploy.catalog;

import dev.citusdeploy.model.NodeAddress;
import org.jspecify.annotations.Nullable;

/// Whether one node reaches another.
///
/// @param result true it does, false it does not, null when the source could not be asked
public record HealthPair(NodeAddress from, NodeAddress to, @Nullable Boolean result) {}
