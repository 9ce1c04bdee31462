/// The commands of the lab.
///
/// Must not know: clusters.
@NullMarked
package dev.citusdeploy.cli.lab;

import org.jspecify.annotations.NullMarked;
