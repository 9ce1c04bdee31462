/// Servers in containers on this machine, for rehearsals, demos and tests: [Lab] makes, fills,
/// queries and removes them through the `docker` program. The package knows nothing of what is
/// deployed to them; it writes an inventory file like any user's.
@NullMarked
package dev.citusdeploy.lab;

import org.jspecify.annotations.NullMarked;
