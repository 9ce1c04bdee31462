/// Every key of an inventory as data: the only source of the check, the reference page and the JSON
/// Schema.
///
/// Must not know: values of a file.
@NullMarked
package dev.citusdeploy.inventory.schema;

import org.jspecify.annotations.NullMarked;
