/// Whole runs of the program's command line on the servers of a lab: what a person sees who has a
/// cluster, and what stands on the servers then.
@NullMarked
package dev.citusdeploy.integration;

import org.jspecify.annotations.NullMarked;
