/// The scripts that run on servers, and how they report progress.
///
/// Must not know: steps and plans.
@NullMarked
package dev.citusdeploy.execution.script;

import org.jspecify.annotations.NullMarked;
