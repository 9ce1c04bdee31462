package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The words of every problem with reaching a server and logging in. What goes wrong after the
/// login is in [ConversationProblems].
final class SshProblems {
  private static final String TRUST = "citus-deploy trust INVENTORY";

  private SshProblems() {}

  static Problem nameUnknown(Host host) {
    return unreachable(
        SshProblemCodes.SSH_NAME_UNKNOWN,
        "the name %s cannot be resolved".formatted(host.address()),
        host,
        "no name server and no hosts file of this machine knows it",
        "correct the address in the inventory, or try: getent hosts " + host.address());
  }

  static Problem refused(Host host) {
    return unreachable(
        SshProblemCodes.SSH_REFUSED,
        "%s refused the connection".formatted(target(host)),
        host,
        "nothing listens on that port, or a firewall rejects it",
        "start sshd there, or correct the port in the inventory; try: " + verbose(host));
  }

  static Problem noRoute(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_NO_ROUTE,
        "there is no way to %s".formatted(target(host)),
        host,
        why,
        "check this machine's network and the address in the inventory; try: ping "
            + host.address());
  }

  static Problem timedOut(Host host, Duration timeout) {
    return unreachable(
        SshProblemCodes.SSH_TIMEOUT,
        "%s did not answer within %d s".formatted(target(host), timeout.toSeconds()),
        host,
        "the server is down, a firewall drops the packets, or the network is slow",
        "try: %s; or allow more time with --connect-timeout".formatted(verbose(host)));
  }

  static Problem disconnected(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_DISCONNECTED,
        "%s ended the connection before the login".formatted(target(host)),
        host,
        why,
        "look at sshd's log on the server (journalctl -u ssh); it may limit connections "
            + "(MaxStartups) or"
            + " punish earlier failures (PerSourcePenalties: wait a minute), or something else listens");
  }

  static Problem keyExchangeFailed(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_KEY_EXCHANGE_FAILED,
        "no common algorithms with %s".formatted(target(host)),
        host,
        why,
        "update the server's OpenSSH; what it offers is shown by: " + verbose(host));
  }

  static Problem loginRefused(Host host, List<Path> identities, String why) {
    return unreachable(
        SshProblemCodes.SSH_LOGIN_REFUSED,
        "the login as %s was refused".formatted(host.ssh().user()),
        host,
        "keys offered: %s; %s".formatted(join(identities), why),
        "let the key in: ssh-copy-id -i %s -p %d %s@%s"
            .formatted(
                identities.getFirst(), host.ssh().port(), host.ssh().user(), host.address()));
  }

  static Problem identityMissing(Host host, List<Path> tried) {
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_MISSING,
        "there is no private key to log in with",
        host,
        "looked for " + join(tried),
        "name the key file in the inventory (ssh.identity), or make one: ssh-keygen -t ed25519");
  }

  static Problem identityEncrypted(Host host, Path file) {
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_ENCRYPTED,
        "the private key %s is protected by a passphrase".formatted(file),
        host,
        "citus-deploy asks for no passphrases and talks to no agent",
        "use a key of its own without one: ssh-keygen -t ed25519 -N '' -f ~/.ssh/citus-deploy, "
            + "and name it in the inventory (ssh.identity)");
  }

  static Problem identityUnreadable(Host host, Path file, String why) {
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_UNREADABLE,
        "the private key %s cannot be used".formatted(file),
        host,
        why,
        "see whether it is a private key: ssh-keygen -y -f " + file);
  }

  static Problem knownHostsUnreadable(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_KNOWN_HOSTS_UNREADABLE,
        "the file of known host keys %s cannot be read".formatted(host.ssh().knownHosts()),
        host,
        why,
        "correct its rights, or name another file in the inventory (ssh.known_hosts)");
  }

  static Problem hostKeyUnknown(Host host, String offered, String why) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_UNKNOWN,
        "the host key of %s is not known".formatted(target(host)),
        host,
        "it is %s; %s".formatted(offered, why),
        "compare it with the server's own (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then: "
            + TRUST);
  }

  static Problem hostKeyChanged(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_CHANGED,
        "the host key of %s has changed".formatted(target(host)),
        host,
        "%s line %d has %s, the server shows %s; it was installed anew, or someone is in between"
            .formatted(host.ssh().knownHosts(), line.number(), line.fingerprint(), offered),
        "if the change is meant: sed -i %dd %s && %s"
            .formatted(line.number(), host.ssh().knownHosts(), TRUST));
  }

  static Problem hostKeyRevoked(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_REVOKED,
        "the host key of %s is revoked".formatted(target(host)),
        host,
        "%s line %d revokes %s".formatted(host.ssh().knownHosts(), line.number(), offered),
        "give the server a new host key (ssh-keygen -A), then: " + TRUST);
  }

  static String target(Host host) {
    return KnownHosts.hostPattern(host.address(), host.ssh().port());
  }

  private static String verbose(Host host) {
    return "ssh -v -p %d %s@%s true"
        .formatted(host.ssh().port(), host.ssh().user(), host.address());
  }

  private static String join(List<Path> paths) {
    return String.join(", ", paths.stream().map(Path::toString).toList());
  }

  private static Problem unreachable(
      ProblemCode code, String what, Host host, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }
}
