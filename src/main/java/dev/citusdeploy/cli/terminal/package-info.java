/// The terminal: streams, interruption, exit codes, and how a failure is shown.
///
/// Must not know: clusters.
@NullMarked
package dev.citusdeploy.cli.terminal;

import org.jspecify.annotations.NullMarked;
