/// The commands that work on a cluster.
///
/// Must not know: SSH and SQL: that is cli.session.
@NullMarked
package dev.citusdeploy.cli.command;

import org.jspecify.annotations.NullMarked;
