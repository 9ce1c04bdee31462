/// Reads an inventory file and makes the inventory of it.
///
/// Must not know: servers.
@NullMarked
package dev.citusdeploy.inventory.read;

import org.jspecify.annotations.NullMarked;
