/// The images that a lab consists of, and the database images available on this machine.
///
/// Must not know: servers of a lab.
@NullMarked
package dev.citusdeploy.lab.image;

import org.jspecify.annotations.NullMarked;
