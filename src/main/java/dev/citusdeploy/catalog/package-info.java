/// The port to the cluster's own catalog: nodes, versions, shards, health.
@NullMarked
package dev.citusdeploy.catalog;

import org.jspecify.annotations.NullMarked;
