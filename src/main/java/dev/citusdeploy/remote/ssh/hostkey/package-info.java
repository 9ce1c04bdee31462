/// SSH host keys: known_hosts files, and which keys are accepted.
///
/// Must not know: connections.
@NullMarked
package dev.citusdeploy.remote.ssh.hostkey;

import org.jspecify.annotations.NullMarked;
