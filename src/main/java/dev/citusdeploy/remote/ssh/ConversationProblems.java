package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.remote.Script;
import java.util.List;

/// The words of every problem after the login: scripts without an answer, and tunnels.
final class ConversationProblems {
  private static final List<String> SUDO_WANTS_A_PASSWORD =
      List.of("password is required", "terminal is required", "authentication is required");

  private ConversationProblems() {}

  static Problem deadline(Host host, Script script) {
    return new Problem(
        SshProblemCodes.SCRIPT_DEADLINE,
        "%s took longer than %d s".formatted(script.title(), script.deadline().toSeconds()),
        host.name().value(),
        "the script was given up; what it had started may go on on the server",
        "see on the server what it waits for (ps axf), then run the command again");
  }

  static Problem interrupted(Host host, String what) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        what + " was interrupted",
        host.name().value(),
        "what it had started may go on on the server",
        "run the command again; it goes on where this one stopped");
  }

  static Problem connectionLost(Host host, String during, String why) {
    return unreachable(
        SshProblemCodes.CONNECTION_LOST,
        "the connection was lost during: " + during,
        host,
        why,
        "run the command again; it goes on where this one stopped");
  }

  /// A conversation that ended before or in the middle of an answer.
  static Problem ended(Host host, Script script, Outcome.Ended ended) {
    boolean exitedByItself = ended.ending().exitStatus() != null;
    if (ended.greeted() || !exitedByItself) {
      return connectionLost(host, script.title(), ended.ending().why());
    }
    int asked = ended.words().indexOf(Bootstrap.ASKS_SUDO);
    if (host.ssh().sudo() && asked >= 0) {
      return sudo(host, ended.words().substring(asked + Bootstrap.ASKS_SUDO.length()).strip());
    }
    return unreachable(
        SshProblemCodes.LOGIN_SHELL_UNUSABLE,
        "no shell can be started for %s".formatted(host.ssh().user()),
        host,
        "%s%s".formatted(ended.ending().why(), quoted(ended.words())),
        "give the user a login shell (usermod -s /bin/sh %s), and no forced command in sshd"
            .formatted(host.ssh().user()));
  }

  private static Problem sudo(Host host, String words) {
    String user = host.ssh().user();
    String rule =
        "echo '%s ALL=(root) NOPASSWD: ALL' | sudo tee /etc/sudoers.d/citus-deploy".formatted(user);
    if (words.contains(Bootstrap.MISSES_SUDO)) {
      return unreachable(
          SshProblemCodes.SUDO_MISSING,
          "sudo is not installed",
          host,
          "the inventory says ssh.sudo, and %s is not root".formatted(user),
          "as root on the server: apt-get install sudo (or dnf, apk add), then, as root: "
              + rule.replace("sudo tee", "tee"));
    }
    if (SUDO_WANTS_A_PASSWORD.stream().anyMatch(words::contains)) {
      return unreachable(
          SshProblemCodes.SUDO_PASSWORD_NEEDED,
          "sudo wants a password of %s".formatted(user),
          host,
          "it said" + quoted(words),
          "on the server: " + rule);
    }
    return unreachable(
        SshProblemCodes.SUDO_REFUSED,
        "sudo does not let %s become root".formatted(user),
        host,
        "it said" + quoted(words),
        "on the server, as root: " + rule.replace("sudo tee", "tee"));
  }

  static Problem forwardingForbidden(Host host, String address, int port, String why) {
    return unreachable(
        SshProblemCodes.TCP_FORWARDING_FORBIDDEN,
        "sshd does not let connections through to %s port %d".formatted(address, port),
        host,
        why,
        "in /etc/ssh/sshd_config on the server set AllowTcpForwarding local (no DisableForwarding, "
            + "PermitOpen any), then: systemctl reload ssh");
  }

  static Problem tunnelRefused(Host host, String address, int port, String why) {
    return new Problem(
        SshProblemCodes.TUNNEL_REFUSED,
        "nothing answers on %s port %d as seen from the server".formatted(address, port),
        host.name().value(),
        why,
        "see on the server what listens: ss -ltn");
  }

  private static String quoted(String words) {
    List<String> lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.isEmpty()
        ? ""
        : ": " + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
  }

  private static Problem unreachable(
      ProblemCode code, String what, Host host, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }
}
