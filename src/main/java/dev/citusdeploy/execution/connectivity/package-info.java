/// Checks from inside the nodes' containers whether nodes reach each other, and whether they have
/// Citus as all others do.
///
/// Must not know: plans.
@NullMarked
package dev.citusdeploy.execution.connectivity;

import org.jspecify.annotations.NullMarked;
