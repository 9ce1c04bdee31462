/// The one session with the coordinator's catalog that a run shares.
///
/// Must not know: steps.
@NullMarked
package dev.citusdeploy.execution.catalog;

import org.jspecify.annotations.NullMarked;
