/// The ports to the cluster's databases: its own catalog (nodes, roles, shards, jobs, checks) in
/// parts by subject, and SQL sessions with any node; the facts that they give.
///
/// Must not know: JDBC, and what a fact means for a plan or for a person.
@NullMarked
package dev.citusdeploy.catalog;

import org.jspecify.annotations.NullMarked;
