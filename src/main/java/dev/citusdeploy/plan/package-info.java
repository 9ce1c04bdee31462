/// Desired state and facts to an ordered list of steps, each with its reason and the steps it waits
/// for. Pure and deterministic: the same input gives the same plan, whatever the order of the
/// hosts.
@NullMarked
package dev.citusdeploy.plan;

import org.jspecify.annotations.NullMarked;
