/// The cluster's lock on its servers: taken, renewed, inspected, released.
///
/// Must not know: steps.
@NullMarked
package dev.citusdeploy.execution.lock;

import org.jspecify.annotations.NullMarked;
