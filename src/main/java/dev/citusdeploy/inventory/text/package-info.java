/// Texts in an inventory that have a form of their own: ranges, addresses, images, jump hosts.
///
/// Must not know: keys and sections.
@NullMarked
package dev.citusdeploy.inventory.text;

import org.jspecify.annotations.NullMarked;
