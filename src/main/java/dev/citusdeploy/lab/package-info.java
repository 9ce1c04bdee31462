/// Servers in containers on this machine, for rehearsals, demos and tests.
@NullMarked
package dev.citusdeploy.lab;

import org.jspecify.annotations.NullMarked;
