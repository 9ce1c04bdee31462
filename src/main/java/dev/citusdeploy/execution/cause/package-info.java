/// Finds the causes of failed steps and puts them into words: what failed, why, and what to do
/// next. `StepFailures` is the entrance. A cause is recognised in one of three ways: by a message
/// of a program in a script's output (`KnownCauses`: disks, ports, images), by a line `verdict=…`
/// that a script prints about a node (`StartFailures` for nodes that start, `RemovedFolder` for a
/// reload), or by lines `unfit|…` about an image (`UnsuitableImage`).
///
/// Must not know: how steps are executed.
@NullMarked
package dev.citusdeploy.execution.cause;

import org.jspecify.annotations.NullMarked;
