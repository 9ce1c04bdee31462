/// Servers over SSH, by Apache MINA SSHD: the only room that knows that library. Logging in with
/// host keys that are known, the conversation's wire, byte streams and processes, each a channel of
/// one connection.
///
/// Must not know: what scripts ask or answer; the protocol between their marks, which is
/// `remote.conversation`'s.
@NullMarked
package dev.citusdeploy.remote.ssh;

import org.jspecify.annotations.NullMarked;
