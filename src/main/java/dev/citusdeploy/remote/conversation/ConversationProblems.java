package dev.citusdeploy.remote.conversation;

import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.remote.RemoteCommand;
import dev.citusdeploy.remote.Script;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;

/// The problems after the login: scripts without an answer, and connections that start on the
/// server.
public final class ConversationProblems {
  private static final List<String> SUDO_WANTS_A_PASSWORD =
      List.of("password is required", "terminal is required", "authentication is required");

  private ConversationProblems() {}

  /// Something exceeded its time limit.
  ///
  /// @param title what it was
  /// @param limit how long it may take
  static Problem deadline(Peer peer, String title, Duration limit) {
    return new Problem(
        ConversationProblemCodes.SCRIPT_DEADLINE,
        "%s took longer than %d s".formatted(title, limit.toSeconds()),
        peer.name().value(),
        "the script was given up; programs that it started may still run on the server",
        "find out what it waits for there, then run the same command again:"
            + peer.pasted(ShellCommand.of("ps axf")));
  }

  /// A process exceeded its time limit.
  static Problem late(Peer peer, RemoteCommand command) {
    return new Problem(
        ConversationProblemCodes.SCRIPT_DEADLINE,
        "%s took longer than %d s".formatted(command.title(), command.deadline().toSeconds()),
        peer.name().value(),
        "it was ended; programs that it started elsewhere, as in a container, may still run there",
        "find out what it waited for there, then run the same command again:"
            + peer.pasted(ShellCommand.of("ps axf")));
  }

  static Problem tooLong(Peer peer, Script script, Outcome.TooLong answer) {
    return new Problem(
        ConversationProblemCodes.ANSWER_TOO_LONG,
        "%s: the %s of the server are longer than %d bytes"
            .formatted(script.title(), answer.what(), answer.longest())
            .replace("output of the server are", "output of the server is"),
        peer.name().value(),
        "the script was given up and its connection closed, so that one server cannot use up the"
            + " memory of this program",
        "find out on the server what writes so much: a replaced program, or an endless log:"
            + peer.pasted(ShellCommand.of("ps axf")));
  }

  /// Something was interrupted.
  ///
  /// @param what it was
  public static Problem interrupted(HostName host, String what) {
    return new Problem(
        GeneralProblemCodes.INTERRUPTED,
        what + " was interrupted",
        host.value(),
        "programs that it started may still run on the server",
        "run the same command again: it continues where this one stopped");
  }

  /// The same as an exception; sets this thread's interrupt flag again.
  public static ProblemException interrupted(Peer peer, String what, Exception cause) {
    Thread.currentThread().interrupt();
    return new ProblemException(interrupted(peer.name(), what), cause);
  }

  /// The problem of a failure of the wire: an interrupt, or a lost connection.
  ///
  /// @param during what was being done
  public static ProblemException failed(Peer peer, String during, IOException failure) {
    if (failure instanceof InterruptedIOException
        || failure.getCause() instanceof InterruptedException) {
      return interrupted(peer, during, failure);
    }
    return new ProblemException(
        connectionLost(
            peer,
            during,
            "it ended with:" + ForeignText.block(String.valueOf(failure.getMessage()))),
        failure);
  }

  /// The connection ended in the middle of something.
  ///
  /// @param during what was being done
  public static Problem connectionLost(Peer peer, String during, String why) {
    return unreachable(
        ConversationProblemCodes.CONNECTION_LOST,
        "the connection was lost during: " + during,
        peer,
        why,
        "when the server answers again, run the same command again: it continues where this one"
            + " stopped; "
            + peer.triedBy());
  }

  /// A conversation that ended before or in the middle of an answer.
  static Problem ended(Peer peer, Script script, Outcome.Ended ended) {
    boolean exitedByItself = ended.ending().exitStatus() != null;
    if (ended.greeted() || !exitedByItself) {
      return connectionLost(peer, script.title(), ended.ending().why(peer));
    }
    int asked = ended.words().indexOf(Bootstrap.CALLS_SUDO);
    if (peer.sudo() && asked >= 0) {
      return sudo(peer, ended.words().substring(asked + Bootstrap.CALLS_SUDO.length()).strip());
    }
    return unreachable(
        ConversationProblemCodes.LOGIN_SHELL_UNUSABLE,
        "no shell can be started for %s".formatted(peer.user()),
        peer,
        "%s%s".formatted(ended.ending().why(peer), quoted(ended.words())),
        peer.shellRemedy());
  }

  private static Problem sudo(Peer peer, String words) {
    String user = peer.user();
    if (words.contains(Bootstrap.NO_SUDO)) {
      return unreachable(
          ConversationProblemCodes.SUDO_MISSING,
          "sudo is not installed",
          peer,
          "%s, and %s is not root".formatted(peer.sudoWanted(), user),
          peer.withoutSudo()
              + ", or, as root on the server (dnf or apk elsewhere):\n"
              + "  apt-get install sudo\n"
              + rule(user));
    }
    boolean asksPassword = SUDO_WANTS_A_PASSWORD.stream().anyMatch(words::contains);
    return unreachable(
        asksPassword
            ? ConversationProblemCodes.SUDO_PASSWORD_NEEDED
            : ConversationProblemCodes.SUDO_REFUSED,
        asksPassword
            ? "sudo asks %s for a password".formatted(user)
            : "sudo does not let %s become root".formatted(user),
        peer,
        "no rule lets %s do everything without a password; it answered".formatted(user)
            + quoted(words),
        "add that rule, as root on the server:\n" + rule(user));
  }

  /// The command that lets a user become root, on a line of its own.
  private static String rule(String user) {
    return "  "
        + ShellCommand.of("echo")
            .word(user + " ALL=(root) NOPASSWD: ALL")
            .then(">/etc/sudoers.d/citus-deploy");
  }

  /// A connection that starts on the server, to a port that nothing listens on.
  public static Problem tunnelRefused(Peer peer, String address, int port, String why) {
    return new Problem(
        ConversationProblemCodes.TUNNEL_REFUSED,
        "nothing answers on %s port %d as seen from the server".formatted(address, port),
        peer.name().value(),
        why,
        "see what listens there, and whether the database runs (`citus-deploy status INVENTORY`):"
            + peer.pasted(ShellCommand.of("ss -ltn")));
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
      ProblemCode code, String what, Peer peer, String why, String remedy) {
    return new Problem(code, what, peer.name().value(), why, remedy);
  }
}
