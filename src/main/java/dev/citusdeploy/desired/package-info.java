/// The desired state: inventory plus traits of hardware and image, rendered to files and nodes.
/// Pure; the only package besides report that uses FreeMarker.
@NullMarked
package dev.citusdeploy.desired;

import org.jspecify.annotations.NullMarked;
