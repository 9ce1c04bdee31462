/// Clients that write to a cluster while something happens to it, and what they notice: rows that
/// were acknowledged and lost, failed and slow statements. Knows JDBC, no lab and no command.
@NullMarked
package dev.citusdeploy.integration.load;

import org.jspecify.annotations.NullMarked;
