/// Evaluates facts: problems of a running cluster, its nodes, its settings and its metadata.
///
/// Must not know: plans.
@NullMarked
package dev.citusdeploy.health;

import org.jspecify.annotations.NullMarked;
