/// Holds a rolling restart until the cluster is healthy: before a node is stopped, and after it was
/// started.
///
/// Must not know: how nodes are stopped and started.
@NullMarked
package dev.citusdeploy.execution.gate;

import org.jspecify.annotations.NullMarked;
