/// YAML 1.2 to values that know their file, line and column, with includes and ranges.
///
/// Must not know: what keys an inventory has.
@NullMarked
package dev.citusdeploy.inventory.yaml;

import org.jspecify.annotations.NullMarked;
