/// What blocks a plan: each class finds one kind of problem in the facts, before anything is
/// changed.
///
/// Must not know: steps.
@NullMarked
package dev.citusdeploy.plan.blocker;

import org.jspecify.annotations.NullMarked;
