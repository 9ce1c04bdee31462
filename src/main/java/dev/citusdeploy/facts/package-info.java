/// What is: one read-only script a host, run side by side, read into
/// [dev.citusdeploy.facts.ClusterFacts]. Changes nothing and decides nothing.
@NullMarked
package dev.citusdeploy.facts;

import org.jspecify.annotations.NullMarked;
