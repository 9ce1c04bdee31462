/// The desired state: inventory plus traits of hardware and image, rendered to files and nodes.
/// Pure; the only package that uses FreeMarker.
///
/// Must not know: facts of servers, plans.
@NullMarked
package dev.citusdeploy.desired;

import org.jspecify.annotations.NullMarked;
