/// The inventory file: YAML to [dev.citusdeploy.inventory.Inventory], every value with its file,
/// line and column. Pure after reading; knows nothing of servers, plans or rendering.
@NullMarked
package dev.citusdeploy.inventory;

import org.jspecify.annotations.NullMarked;
