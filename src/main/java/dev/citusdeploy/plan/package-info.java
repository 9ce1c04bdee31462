/// The plan as a value: what `apply` will do, step by step, each with its reason, what it waits for
/// and what it was planned on.
///
/// Must not know: how plans are made, and how they are executed or shown.
@NullMarked
package dev.citusdeploy.plan;

import org.jspecify.annotations.NullMarked;
