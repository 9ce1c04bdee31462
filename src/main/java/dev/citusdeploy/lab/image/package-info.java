/// The images that a lab is made of, and the database images that can be had on this machine.
///
/// Must not know: servers of a lab.
@NullMarked
package dev.citusdeploy.lab.image;

import org.jspecify.annotations.NullMarked;
