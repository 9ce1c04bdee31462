/// Compares one node as it should be with what is there: its files, its container, its image, its
/// data.
///
/// Must not know: other nodes, steps and blockers.
@NullMarked
package dev.citusdeploy.plan.comparison;

import org.jspecify.annotations.NullMarked;
