/// Reads an inventory file into an inventory.
///
/// Must not know: servers.
@NullMarked
package dev.citusdeploy.inventory.read;

import org.jspecify.annotations.NullMarked;
