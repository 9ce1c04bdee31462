/// The conversation with a server: scripts and their answers, one after the other, over any two-way
/// stream to a shell ([Wire]); its problems; and the command lines that start it, or a separate
/// process, in every login shell.
///
/// Must not know: how a wire is made. SSH, its library and restrictions of sshd belong to
/// `remote.ssh`, processes of this machine to `remote.local`; both provide their details as [Peer].
@NullMarked
package dev.citusdeploy.remote.conversation;

import org.jspecify.annotations.NullMarked;
