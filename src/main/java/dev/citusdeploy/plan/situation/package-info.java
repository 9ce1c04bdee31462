/// Desired state and facts side by side, with the queries that planning needs.
///
/// Must not know: what is done about a difference.
@NullMarked
package dev.citusdeploy.plan.situation;

import org.jspecify.annotations.NullMarked;
