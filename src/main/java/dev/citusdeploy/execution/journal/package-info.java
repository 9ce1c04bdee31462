/// The record of runs on the servers and on the machine that a run was started on, written and
/// read.
///
/// Must not know: how steps are executed.
@NullMarked
package dev.citusdeploy.execution.journal;

import org.jspecify.annotations.NullMarked;
