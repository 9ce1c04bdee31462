/// The reference page of the inventory and its JSON Schema, both written from the schema that the
/// check uses.
///
/// Must not know: values of a file.
@NullMarked
package dev.citusdeploy.inventory.reference;

import org.jspecify.annotations.NullMarked;
