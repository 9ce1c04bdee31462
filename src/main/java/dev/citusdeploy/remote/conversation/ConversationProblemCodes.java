package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of the conversation with a server, and of connections that start there.
final class ConversationProblemCodes {
  static final ProblemCode ANSWER_TOO_LONG =
      new ProblemCode(
          "answer-too-long",
          Kind.STEP_FAILED,
          "A script on a server answered with far more than it ever should. It was given up, and other hosts go on.",
          "See on that server what writes so much: something there replaced a program, or a log without end was met.");

  /// A script took longer than it may.
  static final ProblemCode SCRIPT_DEADLINE =
      new ProblemCode(
          "script-deadline",
          Kind.STEP_FAILED,
          "A script on a server took longer than it may. What it had started may go on there.",
          "See on the server what it waits for (`ps axf`), then run the command again.");

  static final ProblemCode CONNECTION_LOST =
      new ProblemCode(
          "connection-lost",
          Kind.UNREACHABLE,
          "The connection to a server ended in the middle of its work: the server rebooted, the network broke, or someone ended the process.",
          "When the server is back, run the same command again: it goes on where this run ended.");

  static final ProblemCode LOGIN_SHELL_UNUSABLE =
      new ProblemCode(
          "login-shell-unusable",
          Kind.UNREACHABLE,
          "The user has no login shell, or sshd forces another command.",
          "Give the user a shell, as root on the server: `usermod -s /bin/sh USER`; and take forced commands out of sshd_config and authorized_keys.");

  static final ProblemCode SUDO_MISSING =
      new ProblemCode(
          "sudo-missing",
          Kind.UNREACHABLE,
          "The inventory says `ssh.sudo`, and the server has no sudo.",
          "Install sudo there, or log in as root: `ssh: { user: root }`.");

  static final ProblemCode SUDO_PASSWORD_NEEDED =
      new ProblemCode(
          "sudo-password-needed",
          Kind.UNREACHABLE,
          "sudo wants a password, and the program gives none.",
          "Let the user work without one: a line `USER ALL=(root) NOPASSWD: ALL` below /etc/sudoers.d.");

  static final ProblemCode SUDO_REFUSED =
      new ProblemCode(
          "sudo-refused",
          Kind.UNREACHABLE,
          "The sudo rules do not let the user become root.",
          "Let the user do everything: a line `USER ALL=(root) NOPASSWD: ALL` below /etc/sudoers.d.");

  static final ProblemCode TUNNEL_REFUSED =
      new ProblemCode(
          "tunnel-refused",
          Kind.STEP_FAILED,
          "Seen from the server, nothing answers on the port of its database.",
          "See what listens: `ss -ltn`, and whether the container runs: `citus-deploy status INVENTORY`.");

  private ConversationProblemCodes() {}
}
