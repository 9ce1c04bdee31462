/// The terminal: streams, interruption, exit codes, and how much of the log is shown.
///
/// Must not know: clusters.
@NullMarked
package dev.citusdeploy.cli.terminal;

import org.jspecify.annotations.NullMarked;
