package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
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
        "see what it waits for there, then run the same command again:"
            + ServerCommand.line(host, ShellCommand.of("ps axf")).stripTrailing());
  }

  static Problem tooLong(Host host, Script script, Outcome.TooLong answer) {
    return new Problem(
        SshProblemCodes.ANSWER_TOO_LONG,
        "%s: the %s of the server are longer than %d bytes"
            .formatted(script.title(), answer.what(), answer.longest())
            .replace("output of the server are", "output of the server is"),
        host.name().value(),
        "the script was given up and its connection closed, so that one server cannot use up the"
            + " memory of this program",
        "see on the server what writes so much: a program of that name that was replaced, or a log"
            + " without end:"
            + ServerCommand.line(host, ShellCommand.of("ps axf")).stripTrailing());
  }

  static Problem interrupted(Host host, String what) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        what + " was interrupted",
        host.name().value(),
        "what it had started may go on on the server",
        "run the same command again: it goes on where this one stopped");
  }

  static Problem connectionLost(Host host, String during, String why) {
    return unreachable(
        SshProblemCodes.CONNECTION_LOST,
        "the connection was lost during: " + during,
        host,
        why,
        "when the server answers again, run the same command again: it goes on where this one"
            + " stopped; try it with:"
            + ServerCommand.tryLogin(host).line().stripTrailing());
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
        "give the user a login shell, as root on the server: "
            + ShellCommand.of("usermod -s /bin/sh").word(host.ssh().user()).inline()
            + "; and no forced"
            + " command, neither in sshd_config (ForceCommand) nor in authorized_keys (command=)");
  }

  private static Problem sudo(Host host, String words) {
    String user = host.ssh().user();
    if (words.contains(Bootstrap.MISSES_SUDO)) {
      return unreachable(
          SshProblemCodes.SUDO_MISSING,
          "sudo is not installed",
          host,
          "the inventory says `ssh: { sudo: true }`, and %s is not root".formatted(user),
          "log in as root (`ssh: { user: root }`), or, as root on the server (dnf or apk elsewhere):\n"
              + "  apt-get install sudo\n"
              + rule(user));
    }
    boolean asksPassword = SUDO_WANTS_A_PASSWORD.stream().anyMatch(words::contains);
    return unreachable(
        asksPassword ? SshProblemCodes.SUDO_PASSWORD_NEEDED : SshProblemCodes.SUDO_REFUSED,
        asksPassword
            ? "sudo wants a password of %s".formatted(user)
            : "sudo does not let %s become root".formatted(user),
        host,
        "no rule lets %s do everything without a password; it said".formatted(user) + quoted(words),
        "add that rule, as root on the server:\n" + rule(user));
  }

  /// The command that lets a user become root, on a line of its own.
  private static String rule(String user) {
    return "  "
        + ShellCommand.of("echo")
            .word(user + " ALL=(root) NOPASSWD: ALL")
            .then(">/etc/sudoers.d/citus-deploy");
  }

  /// A connection through the server that sshd does not allow.
  ///
  /// @param forbidding its settings that forbid it, as far as they could be found out
  static Problem forwardingForbidden(
      Host host, String address, int port, List<ForwardingSetting> forbidding, String why) {
    String found = String.join(", ", forbidding.stream().map(ForwardingSetting::toString).toList());
    String wanted =
        String.join(
            "", forbidding.stream().map(setting -> "  " + setting.allowing() + "\n").toList());
    return unreachable(
        SshProblemCodes.TCP_FORWARDING_FORBIDDEN,
        "sshd does not let connections through to %s port %d".formatted(address, port),
        host,
        forbidding.isEmpty() ? why : "its settings say: " + found,
        forbidding.isEmpty()
            ? "let sshd_config there allow it (`AllowTcpForwarding local`, `DisableForwarding no`,"
                + " `PermitOpen any`), and the key's line in authorized_keys (no restrict,"
                + " no-port-forwarding or permitopen); then, as root: `systemctl reload ssh`"
            : "in sshd_config there (first in the file, or in a Match block for %s) set:\n"
                    .formatted(host.ssh().user())
                + wanted
                + "then let sshd read it, as root there: `systemctl reload ssh`");
  }

  static Problem tunnelRefused(Host host, String address, int port, String why) {
    return new Problem(
        SshProblemCodes.TUNNEL_REFUSED,
        "nothing answers on %s port %d as seen from the server".formatted(address, port),
        host.name().value(),
        why,
        "see what listens there, and whether the database runs (`citus-deploy status INVENTORY`):"
            + ServerCommand.line(host, ShellCommand.of("ss -ltn")).stripTrailing());
  }

  private static String quoted(String words) {
    List<String> lines = words.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.isEmpty()
        ? ""
        : ":"
            + ForeignText.block(
                String.join("\n", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
  }

  private static Problem unreachable(
      ProblemCode code, String what, Host host, String why, String remedy) {
    return new Problem(code, what, host.name().value(), why, remedy);
  }
}
