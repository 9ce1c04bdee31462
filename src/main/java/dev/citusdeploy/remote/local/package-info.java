/// This machine as a server: the conversation with a shell here, sockets, processes. For an
/// inventory whose cluster runs on the same machine as the program. Not wired into the command line
/// yet: an inventory cannot ask for it.
///
/// Must not know: SSH, and the inventory.
@NullMarked
package dev.citusdeploy.remote.local;

import org.jspecify.annotations.NullMarked;
