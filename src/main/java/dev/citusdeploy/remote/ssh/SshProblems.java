package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/// The problems of connecting to a server and logging in.
public final class SshProblems {
  private static final String TRUST = "`citus-deploy trust INVENTORY`";

  /// How a problem of a jump host begins.
  static final String AT_JUMP_HOST = "at the jump host ";

  private SshProblems() {}

  static Problem nameUnknown(Host host) {
    return unreachable(
        SshProblemCodes.SSH_NAME_UNKNOWN,
        "the name %s cannot be resolved".formatted(host.address()),
        host,
        "no name server and no hosts file of this machine knows it",
        "correct the address in the inventory, or make the name known to this machine: "
            + ShellCommand.of("getent hosts").word(host.address()).inline()
            + " shows what it finds");
  }

  static Problem refused(Host host) {
    return unreachable(
        SshProblemCodes.SSH_REFUSED,
        "%s refused the connection".formatted(target(host)),
        host,
        "nothing listens on that port, or a firewall rejects it",
        "start sshd there, or correct `address` and `ssh.port` in the inventory; try it with:"
            + tried(host));
  }

  static Problem noRoute(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_NO_ROUTE,
        "there is no route to %s".formatted(target(host)),
        host,
        "%s: the server is down, or no network of this machine leads to it".formatted(why),
        "start the server, or check this machine's network and the address in the inventory: "
            + ShellCommand.of("ping -c 3").word(host.address()).inline());
  }

  /// No answer in time.
  ///
  /// @param connected whether the connection was accepted before nothing more came
  static Problem timedOut(Host host, Duration timeout, boolean connected) {
    return unreachable(
        SshProblemCodes.SSH_TIMEOUT,
        (connected
                ? "%s accepted the connection and then sent nothing for %s s"
                : "%s did not answer within %s s")
            .formatted(target(host), seconds(timeout)),
        host,
        connected
            ? "the server hangs or is overloaded, or what listens there is no SSH server"
            : "the server is down, a firewall drops the packets, or the network is slow",
        connected
            ? "check on its console what it is busy with, or allow more time with `--connect-timeout 60`;"
                + " try it with:"
                + tried(host)
            : "start the server, open port %d in the firewalls, or allow more time with"
                    .formatted(host.ssh().port())
                + " `--connect-timeout 60`; try it with:"
                + tried(host));
  }

  private static String seconds(Duration timeout) {
    return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  static Problem disconnected(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_DISCONNECTED,
        "%s ended the connection before the login".formatted(target(host)),
        host,
        "the connection ended with:" + ForeignText.block(why),
        "read sshd's log on the server's console: `journalctl -u ssh -u sshd -n 50`; it may limit"
            + " connections (MaxStartups) or punish earlier failures (PerSourcePenalties: wait a"
            + " minute), or something else than sshd listens on that port; try it with:"
            + tried(host));
  }

  static Problem loginRefused(Host host, List<Path> identities, String why) {
    return unreachable(
        SshProblemCodes.SSH_LOGIN_REFUSED,
        "%s refused the login as %s".formatted(target(host), host.ssh().user()),
        host,
        "it accepts none of the keys offered, %s; the login ended with:".formatted(join(identities))
            + ForeignText.block(why),
        "correct `ssh.user` and `ssh.identity` in the inventory; or let the key in, with the password of"
            + " that user:"
            + ServerCommand.copyKey(host, identities.getFirst()).line().stripTrailing());
  }

  static Problem identityMissing(Host host, List<Path> tried) {
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_MISSING,
        "there is no private key to log in with",
        host,
        "none of these files exists: " + join(tried),
        "name the key's file in the inventory (`ssh: { identity: FILE }`); or make one, and let it in on"
            + " the server:"
            + made(host, tried.getFirst()));
  }

  static Problem identityEncrypted(Host host, Path file) {
    Path own = file.resolveSibling("citus-deploy");
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_ENCRYPTED,
        "the private key %s is protected by a passphrase".formatted(file),
        host,
        "citus-deploy asks for no passphrases and talks to no agent",
        "make a key of its own without one, let it in on the server, and name it in the inventory"
            + " (`ssh: { identity: %s }`):".formatted(own)
            + made(host, own));
  }

  static Problem identityUnreadable(Host host, Path file, String why) {
    return unreachable(
        SshProblemCodes.SSH_IDENTITY_UNREADABLE,
        "the private key %s cannot be used".formatted(file),
        host,
        why,
        "see whether it is a private key of yours ("
            + ShellCommand.of("ssh-keygen -y -f").word(file.toString()).inline()
            + "), or name another one in the"
            + " inventory: `ssh: { identity: FILE }`");
  }

  static Problem knownHostsUnreadable(Host host, String why) {
    return unreachable(
        SshProblemCodes.SSH_KNOWN_HOSTS_UNREADABLE,
        "the file of known host keys %s cannot be read".formatted(host.ssh().knownHosts()),
        host,
        why,
        "see what it is ("
            + ShellCommand.of("ls -ld").word(host.ssh().knownHosts().toString()).inline()
            + "), or name another file in the inventory: `ssh: { known_hosts: FILE }`");
  }

  public static Problem hostKeyUnknown(Host host, String offered, String why) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_UNKNOWN,
        "the host key of %s is not known".formatted(target(host)),
        host,
        "it is %s; %s".formatted(offered, why),
        "compare it with the output on the server's console of "
            + ShellCommand.of("ssh-keygen -lf").word(keyFile(offered) + ".pub").inline()
            + ", then accept it: "
            + TRUST);
  }

  public static Problem hostKeyChanged(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_CHANGED,
        "the host key of %s has changed".formatted(target(host)),
        host,
        "%s line %d has %s, the server shows %s%s; it was reinstalled, or someone is in between"
            .formatted(
                host.ssh().knownHosts(),
                line.number(),
                line.fingerprint(),
                offered,
                offered.startsWith(line.algorithm() + " ")
                    ? ""
                    : " and no longer proves to have the known key, which it was asked for first"),
        "only when the change is intended: remove the old key, then accept the new one:"
            + forget(host, line).line()
            + TRUST);
  }

  /// Removes all keys of a host: where one has changed, the others most likely have too. A line
  /// with wildcards is not removed by ssh-keygen, and it may be other hosts' too. The path of a
  /// server's key, by the type at the beginning of its fingerprint.
  private static String keyFile(String offered) {
    String type =
        offered.startsWith("ecdsa") ? "ecdsa" : offered.contains("rsa") ? "rsa" : "ed25519";
    return "/etc/ssh/ssh_host_" + type + "_key";
  }

  /// The command that removes a line from a file of known keys.
  private static ShellCommand forget(Host host, KnownHosts.Line line) {
    String file = host.ssh().knownHosts().toString();
    boolean named =
        line.hosts().texts().stream()
            .anyMatch(text -> text.equals(target(host)) || text.startsWith("|"));
    return named
        ? ShellCommand.of("ssh-keygen -R").word(target(host)).then("-f").word(file)
        : ShellCommand.of("sed -i").word(line.number() + "d").word(file);
  }

  public static Problem hostKeyRevoked(Host host, String offered, KnownHosts.Line line) {
    return unreachable(
        SshProblemCodes.SSH_HOST_KEY_REVOKED,
        "the host key of %s is revoked".formatted(target(host)),
        host,
        "%s line %d revokes %s".formatted(host.ssh().knownHosts(), line.number(), offered),
        "give the server a new host key, as root on its console: "
            + ShellCommand.of("rm")
                .word(keyFile(offered))
                .word(keyFile(offered) + ".pub")
                .and(ShellCommand.of("ssh-keygen -A"))
                .inline()
            + "; then"
            + " accept it: "
            + TRUST);
  }

  /// The problem of a host that the last of its jump hosts does not reach.
  static Problem notBehindJumpHost(Host host, SshChannelOpenException refusal) {
    Host jump = JumpHosts.nearest(host);
    boolean forbidden =
        refusal.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED;
    return unreachable(
        forbidden ? SshProblemCodes.TCP_FORWARDING_FORBIDDEN : SshProblemCodes.SSH_JUMP_FAILED,
        "%s%s %s"
            .formatted(
                atJumpHost(jump),
                forbidden
                    ? "sshd does not let connections through to"
                    : "there is no route from there to",
                target(host)),
        host,
        "sshd there answers:" + ForeignText.block(String.valueOf(refusal.getMessage())),
        forbidden
            ? "let sshd on the jump host allow it, in its sshd_config: `AllowTcpForwarding local`,"
                + " `DisableForwarding no`, `PermitOpen any`; then let it read them, as root there:"
                + " `systemctl reload ssh`"
            : "start sshd on the server, or correct `address` and `ssh.port` in the inventory; try it"
                + " with:"
                + tried(host));
  }

  /// The beginning of a problem at a jump host.
  static String atJumpHost(Host jump) {
    return "%s%s: ".formatted(AT_JUMP_HOST, target(jump));
  }

  static String target(Host host) {
    return KnownHosts.hostPattern(host.address(), host.ssh().port());
  }

  static String tried(Host host) {
    return ServerCommand.tryLogin(host).line().stripTrailing();
  }

  /// Creates a key without a passphrase, which could not be entered, and authorizes it.
  private static String made(Host host, Path key) {
    return ShellCommand.of("ssh-keygen -t ed25519 -N '' -f").word(key.toString()).line()
        + "  "
        + ServerCommand.copyKey(host, key);
  }

  private static String join(List<Path> paths) {
    return String.join(", ", paths.stream().map(Path::toString).toList());
  }

  static Problem unreachable(ProblemCode code, String what, Host host, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }
}
