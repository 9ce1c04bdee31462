/// Runs the steps of a plan in their order, side by side where they do not wait for each other,
/// under the cluster's lock.
///
/// Must not know: what a single step does.
@NullMarked
package dev.citusdeploy.execution.run;

import org.jspecify.annotations.NullMarked;
