package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of connecting to a server.
public final class SshProblemCodes {
  static final ProblemCode SSH_NAME_UNKNOWN =
      new ProblemCode(
          "ssh-name-unknown",
          Kind.UNREACHABLE,
          "The name under `address` cannot be resolved on this machine.",
          "Correct the address, or make the name known: `getent hosts NAME` shows whether it is.");

  static final ProblemCode SSH_REFUSED =
      new ProblemCode(
          "ssh-refused",
          Kind.UNREACHABLE,
          "The server answers, but nothing listens on its SSH port, or a firewall rejects the connection.",
          "Start sshd there, or correct `ssh.port`.");

  static final ProblemCode SSH_NO_ROUTE =
      new ProblemCode(
          "ssh-no-route",
          Kind.UNREACHABLE,
          "This machine's network has no route to the server.",
          "Check the network and the address: `ping -c 3 ADDRESS`.");

  static final ProblemCode SSH_TIMEOUT =
      new ProblemCode(
          "ssh-timeout",
          Kind.UNREACHABLE,
          "The server did not answer in time: it is down, a firewall drops the packets, or the network is slow.",
          "Start the server, open the port, or allow more time with `--connect-timeout SECONDS`.");

  static final ProblemCode SSH_JUMP_FAILED =
      new ProblemCode(
          "ssh-jump-failed",
          Kind.UNREACHABLE,
          "The jump host was reached, and it does not reach the server: a wrong address or port, no sshd there, or a firewall between the two.",
          "Try the same connection: `ssh -v -J JUMP USER@ADDRESS true`.");

  static final ProblemCode SSH_DISCONNECTED =
      new ProblemCode(
          "ssh-disconnected",
          Kind.UNREACHABLE,
          "The other side ended the connection before the login: too many connections at once, a penalty for earlier failures, or something that is no SSH server.",
          "Read sshd's log on the server: `journalctl -u ssh -u sshd -n 50`.");

  static final ProblemCode SSH_KEY_EXCHANGE_FAILED =
      new ProblemCode(
          "ssh-key-exchange-failed",
          Kind.UNREACHABLE,
          "The server's SSH and this program have no algorithms in common.",
          "Update OpenSSH on the server; `ssh -v USER@ADDRESS true` shows what it offers.");

  static final ProblemCode SSH_LOGIN_REFUSED =
      new ProblemCode(
          "ssh-login-refused",
          Kind.UNREACHABLE,
          "The server accepts none of the keys that were offered for this user.",
          "Let the key in: `ssh-copy-id -i KEY USER@ADDRESS`.");

  static final ProblemCode SSH_IDENTITY_MISSING =
      new ProblemCode(
          "ssh-identity-missing",
          Kind.UNREACHABLE,
          "There is no private key to log in with.",
          "Name one under `ssh.identity`, or make one without a passphrase and let it in; the message has both commands.");

  static final ProblemCode SSH_IDENTITY_ENCRYPTED =
      new ProblemCode(
          "ssh-identity-encrypted",
          Kind.UNREACHABLE,
          "The private key is protected by a passphrase, which cannot be asked for.",
          "Make a key of its own without one, let it in on the server, and name it under `ssh.identity`; the message has the commands.");

  static final ProblemCode SSH_IDENTITY_UNREADABLE =
      new ProblemCode(
          "ssh-identity-unreadable",
          Kind.UNREACHABLE,
          "The file under `ssh.identity` cannot be read or is no private key.",
          "Check what it is: `ssh-keygen -y -f FILE`.");

  static final ProblemCode SSH_KNOWN_HOSTS_UNREADABLE =
      new ProblemCode(
          "ssh-known-hosts-unreadable",
          Kind.UNREACHABLE,
          "The file of known host keys cannot be read.",
          "Check what it is: `ls -ld FILE`; or name another file under `ssh.known_hosts`.");

  public static final ProblemCode SSH_HOST_KEY_UNKNOWN =
      new ProblemCode(
          "ssh-host-key-unknown",
          Kind.UNREACHABLE,
          "The server shows a host key that no known_hosts line has. Unknown keys are never accepted by themselves.",
          "Compare the fingerprint with the one that the server's console shows (`ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub`), then: `citus-deploy trust INVENTORY`.");

  static final ProblemCode SSH_HOST_KEY_CHANGED =
      new ProblemCode(
          "ssh-host-key-changed",
          Kind.UNREACHABLE,
          "The server shows another host key than the known one: it was reinstalled, or someone is in between.",
          "Only when the change is intended: remove the old line from known_hosts, as the message shows, then: `citus-deploy trust INVENTORY`.");

  static final ProblemCode SSH_HOST_KEY_REVOKED =
      new ProblemCode(
          "ssh-host-key-revoked",
          Kind.UNREACHABLE,
          "A known_hosts line revokes the key that the server shows.",
          "Give the server a new host key (`ssh-keygen -A` makes what is missing), then: `citus-deploy trust INVENTORY`.");

  static final ProblemCode TCP_FORWARDING_FORBIDDEN =
      new ProblemCode(
          "tcp-forwarding-forbidden",
          Kind.UNREACHABLE,
          "sshd's settings forbid connections through it, which SQL to the coordinator needs.",
          "Set `AllowTcpForwarding local` in sshd_config, then let sshd read it: `systemctl reload ssh`.");

  private SshProblemCodes() {}
}
