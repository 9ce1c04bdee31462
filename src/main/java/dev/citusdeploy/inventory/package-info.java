/// The inventory as a value: the desired cluster, and what follows from it alone.
///
/// Must not know: YAML, and what was wrong with the file.
@NullMarked
package dev.citusdeploy.inventory;

import org.jspecify.annotations.NullMarked;
