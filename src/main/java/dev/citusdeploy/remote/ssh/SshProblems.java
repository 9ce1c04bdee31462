package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/// The words of every problem with reaching a server and logging in. What goes wrong after the
/// login is in [ConversationProblems].
final class SshProblems {
  private static final String TRUST = "citus-deploy trust INVENTORY";

  /// How a problem of a jump host begins.
  static final String ON_THE_WAY = "at the jump host ";

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
        "start sshd there, or correct address and port in the inventory; to try it:\n  "
            + verbose(host));
  }

  static Problem noRoute(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_NO_ROUTE,
        "there is no way to %s".formatted(target(host)),
        host,
        "%s: the server is down, or no network of this machine leads to it".formatted(why),
        "start the server, or check this machine's network and the address in the inventory; to try"
            + " it:\n  ping "
            + host.address());
  }

  /// No answer in time.
  ///
  /// @param connected whether something had taken the connection before it fell silent
  static Problem timedOut(Host host, Duration timeout, boolean connected) {
    return unreachable(
        SshProblemCodes.SSH_TIMEOUT,
        (connected
                ? "%s took the connection and then said nothing for %s s"
                : "%s did not answer within %s s")
            .formatted(target(host), seconds(timeout)),
        host,
        connected
            ? "the server hangs or is overloaded, or what listens there is no SSH server"
            : "the server is down, a firewall drops the packets, or the network is slow",
        "start the server or open the port, or allow more time with --connect-timeout; to try it:\n  "
            + verbose(host));
  }

  private static String seconds(Duration timeout) {
    return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
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
        "%s refused the login as %s".formatted(target(host), host.ssh().user()),
        host,
        "it takes none of the keys offered: %s (%s)".formatted(join(identities), why),
        "let the key in, or correct ssh.user and ssh.identity in the inventory:\n"
            + "  ssh-copy-id -i %s %s%s@%s"
                .formatted(
                    identities.getFirst(), portOption(host), host.ssh().user(), host.address()));
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
        "compare it with the server's own (on its console: ssh-keygen -lf"
            + " /etc/ssh/ssh_host_ed25519_key.pub), then:\n  "
            + TRUST);
  }

  static Problem hostKeyChanged(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_CHANGED,
        "the host key of %s has changed".formatted(target(host)),
        host,
        "%s line %d has %s, the server shows %s; it was installed anew, or someone is in between"
            .formatted(host.ssh().knownHosts(), line.number(), line.fingerprint(), offered),
        "when the change is meant, forget the old key, then trust the new one:\n  %s\n  %s"
            .formatted(forget(host, line), TRUST));
  }

  /// Removes all keys of a host: where one has changed, the others most likely have too. A line
  /// with wildcards is not removed by ssh-keygen, and it may be other hosts' too.
  private static String forget(Host host, KnownHosts.Line line) {
    boolean named =
        line.hosts().texts().stream()
            .anyMatch(text -> text.equals(target(host)) || text.startsWith("|"));
    return named
        ? "ssh-keygen -R '%s' -f %s".formatted(target(host), host.ssh().knownHosts())
        : "sed -i %dd %s".formatted(line.number(), host.ssh().knownHosts());
  }

  static Problem hostKeyRevoked(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_REVOKED,
        "the host key of %s is revoked".formatted(target(host)),
        host,
        "%s line %d revokes %s".formatted(host.ssh().knownHosts(), line.number(), offered),
        "give the server a new host key (ssh-keygen -A), then: " + TRUST);
  }

  /// The target of a host behind jump hosts that the last of them does not reach.
  static Problem notBehindJumpHost(Host host, SshChannelOpenException refusal) {
    Host jump = JumpHosts.nearest(host);
    boolean forbidden =
        refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
    return unreachable(
        forbidden ? SshProblemCodes.TCP_FORWARDING_FORBIDDEN : SshProblemCodes.SSH_JUMP_FAILED,
        "%s%s %s"
            .formatted(
                atJumpHost(jump),
                forbidden ? "sshd does not let connections through to" : "there is no way on to",
                target(host)),
        host,
        "sshd there says: " + refusal.getMessage(),
        forbidden
            ? "let its sshd allow it (AllowTcpForwarding local, no DisableForwarding, PermitOpen any)"
            : "start sshd on the server, or correct address and port in the inventory; to try it:\n  "
                + verbose(host));
  }

  /// How what happened at a jump host begins.
  static String atJumpHost(Host jump) {
    return "%s%s: ".formatted(ON_THE_WAY, target(jump));
  }

  static String target(Host host) {
    return KnownHosts.hostPattern(host.address(), host.ssh().port());
  }

  private static String verbose(Host host) {
    return login(host, "-v ") + " true";
  }

  /// The command that logs in as the program does.
  ///
  /// @param options options of ssh, each with a blank after it
  static String login(Host host, String options) {
    Path identity = host.ssh().identity();
    return "ssh %s%s%s%s%s@%s"
        .formatted(
            options,
            jumpOption(host),
            portOption(host),
            identity == null ? "" : "-i " + identity + " ",
            host.ssh().user(),
            host.address());
  }

  private static String jumpOption(Host host) {
    return JumpHosts.isBehind(host)
        ? host.ssh().jump().stream()
            .map(jump ->
                "%s@%s"
                    .formatted(
                        jump.user(),
                        jump.port() == 22
                            ? jump.address()
                            : "[%s]:%d".formatted(jump.address(), jump.port())))
            .collect(Collectors.joining(",", "-J ", " "))
        : "";
  }

  private static String portOption(Host host) {
    return host.ssh().port() == 22 ? "" : "-p " + host.ssh().port() + " ";
  }

  private static String join(List<Path> paths) {
    return String.join(", ", paths.stream().map(Path::toString).toList());
  }

  private static Problem unreachable(
      ProblemCode code, String what, Host host, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }
}
