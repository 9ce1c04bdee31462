/// Servers over SSH, by Apache MINA SSHD: the only package that uses that library. Logging in with
/// host keys that are known, the conversation's wire, byte streams and processes, each a channel of
/// one connection.
///
/// Must not know: scripts and their answers; the protocol between their marks, which is in
/// `remote.conversation`.
@NullMarked
package dev.citusdeploy.remote.ssh;

import org.jspecify.annotations.NullMarked;
