/// What a run needs and what it reports: the context, its limits, its events and its result.
///
/// Must not know: how steps are executed.
@NullMarked
package dev.citusdeploy.execution;

import org.jspecify.annotations.NullMarked;
