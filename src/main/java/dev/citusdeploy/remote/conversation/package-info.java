/// The conversation with a server: scripts asked and answered, one after the other, over any
/// two-way stream to a shell ([Wire]); what goes wrong in it, in words; and the command lines that
/// start it, or a process of its own, alike in every login shell.
///
/// Must not know: how a wire is made. SSH, its library and what sshd may forbid belong to
/// `remote.ssh`, processes of this machine to `remote.local`; what only they know they supply as
/// [Peer].
@NullMarked
package dev.citusdeploy.remote.conversation;

import org.jspecify.annotations.NullMarked;
