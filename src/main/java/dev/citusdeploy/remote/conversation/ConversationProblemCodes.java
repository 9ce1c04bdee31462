package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.Problem.Kind;
import dev.citusdeploy.model.ProblemCode;

/// Problems of the conversation with a server, and of connections that start there.
final class ConversationProblemCodes {
  static final ProblemCode ANSWER_TOO_LONG =
      new ProblemCode(
          "answer-too-long",
          Kind.STEP_FAILED,
          "A script on a server answered with far more than it ever should. It was given up; other hosts continue.",
          "Find out on that server what writes so much: a replaced program, or an endless log.");

  /// A script exceeded its time limit.
  static final ProblemCode SCRIPT_DEADLINE =
      new ProblemCode(
          "script-deadline",
          Kind.STEP_FAILED,
          "A script on a server took longer than it may. Programs that it started may still run there.",
          "Find out on the server what it waits for (`ps axf`), then run the command again.");

  static final ProblemCode CONNECTION_LOST =
      new ProblemCode(
          "connection-lost",
          Kind.UNREACHABLE,
          "The connection to a server ended in the middle of its work: the server rebooted, the network broke, or someone ended the process.",
          "When the server is back, run the same command again: it continues where this run ended.");

  static final ProblemCode LOGIN_SHELL_UNUSABLE =
      new ProblemCode(
          "login-shell-unusable",
          Kind.UNREACHABLE,
          "The user has no login shell, or sshd forces another command.",
          "Give the user a shell, as root on the server: `usermod -s /bin/sh USER`; and remove forced commands from sshd_config and authorized_keys.");

  static final ProblemCode SUDO_MISSING =
      new ProblemCode(
          "sudo-missing",
          Kind.UNREACHABLE,
          "The inventory sets `ssh.sudo`, but the server has no sudo.",
          "Install sudo there, or log in as root: `ssh: { user: root }`.");

  static final ProblemCode SUDO_PASSWORD_NEEDED =
      new ProblemCode(
          "sudo-password-needed",
          Kind.UNREACHABLE,
          "sudo asks for a password, and the program gives none.",
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
          "Check what listens: `ss -ltn`, and whether the container runs: `citus-deploy status INVENTORY`.");

  private ConversationProblemCodes() {}
}
