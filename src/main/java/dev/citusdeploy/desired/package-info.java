/// What should be: inventory plus traits of hardware and image, rendered to files and nodes. Pure;
/// the only room but report that knows FreeMarker.
@NullMarked
package dev.citusdeploy.desired;

import org.jspecify.annotations.NullMarked;
