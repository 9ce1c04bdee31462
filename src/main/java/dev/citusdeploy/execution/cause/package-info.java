/// Finds the causes of failed steps and puts them into words: what failed, why, and what to do
/// next.
///
/// Must not know: how steps are executed.
@NullMarked
package dev.citusdeploy.execution.cause;

import org.jspecify.annotations.NullMarked;
