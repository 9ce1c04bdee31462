/// Facts of hosts, nodes, containers, images and files, as values.
///
/// Must not know: how they are read, and whether they are good or bad.
@NullMarked
package dev.citusdeploy.facts;

import org.jspecify.annotations.NullMarked;
