/// Checks an inventory against its schema and against itself; every mistake is reported at once.
///
/// Must not know: servers.
@NullMarked
package dev.citusdeploy.inventory.check;

import org.jspecify.annotations.NullMarked;
