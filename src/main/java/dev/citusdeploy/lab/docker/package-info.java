/// The docker program on this machine, as used by the lab, and the lab's scripts.
///
/// Must not know: which servers and images a lab has.
@NullMarked
package dev.citusdeploy.lab.docker;

import org.jspecify.annotations.NullMarked;
