/// Servers over SSH, by Apache MINA SSHD: the only room that knows that library.
@NullMarked
package dev.citusdeploy.remote.ssh;

import org.jspecify.annotations.NullMarked;
