/// The docker program on this machine, as the lab uses it, and the scripts that run beside it.
///
/// Must not know: which servers and images a lab has.
@NullMarked
package dev.citusdeploy.lab.docker;

import org.jspecify.annotations.NullMarked;
