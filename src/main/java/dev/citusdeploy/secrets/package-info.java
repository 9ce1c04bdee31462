/// Secrets: the secrets file beside the inventory, generation, the cluster's certificate authority
/// and the certificates it issues. Does not know servers.
@NullMarked
package dev.citusdeploy.secrets;

import org.jspecify.annotations.NullMarked;
