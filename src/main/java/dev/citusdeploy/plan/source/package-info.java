/// The sources of a plan's steps: images and files of hosts, nodes, the catalog, and what each step
/// was planned on.
///
/// Must not know: why a plan may not be executed: that is plan.blocker.
@NullMarked
package dev.citusdeploy.plan.source;

import org.jspecify.annotations.NullMarked;
