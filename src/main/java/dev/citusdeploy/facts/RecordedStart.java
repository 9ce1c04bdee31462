package dev.citusdeploy.facts;

import dev.citusdeploy.model.NodeName;
import java.time.Instant;

/// A successful start of a node, from the journal of the machine that the run was started on.
///
/// @param node which node it was
/// @param machineId of the server that it was started on, as in `/etc/machine-id`
/// @param run id of the run
/// @param time when the node was healthy
public record RecordedStart(NodeName node, String machineId, String run, Instant time) {}
