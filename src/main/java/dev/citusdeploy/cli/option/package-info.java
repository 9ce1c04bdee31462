/// Options that several commands share.
///
/// Must not know: commands.
@NullMarked
package dev.citusdeploy.cli.option;

import org.jspecify.annotations.NullMarked;
