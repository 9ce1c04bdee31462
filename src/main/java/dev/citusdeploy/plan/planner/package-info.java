/// Makes the plan: compares the desired state with the facts, for the part of the cluster that is
/// asked for. Pure and deterministic.
///
/// Must not know: servers, SSH and SQL.
@NullMarked
package dev.citusdeploy.plan.planner;

import org.jspecify.annotations.NullMarked;
