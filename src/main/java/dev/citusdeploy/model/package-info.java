/// The domain's basic values: names, addresses, roles, secrets, hashes, problems. Depends on
/// nothing.
@NullMarked
package dev.citusdeploy.model;

import org.jspecify.annotations.NullMarked;
