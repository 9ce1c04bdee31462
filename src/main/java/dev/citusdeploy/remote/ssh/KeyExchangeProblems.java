package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import java.util.regex.Pattern;

/// The problems of a server and this program without common algorithms.
final class KeyExchangeProblems {
  /// The library's message when a server offers no other kinds of host key.
  private static final Pattern ONLY_SHA1 =
      Pattern.compile(
          "server host key algorithms.*server: *(?:ssh-rsa|ssh-dss)(?:,(?:ssh-rsa|ssh-dss))*\\)");

  private KeyExchangeProblems() {}

  /// The problem of a failed negotiation.
  ///
  /// @param why the message of the library or the server
  static Problem of(Host host, String why) {
    return ONLY_SHA1.matcher(why).find() ? onlySha1(host, why) : noCommonAlgorithm(host, why);
  }

  /// A server from before OpenSSH 7.2, or one whose only host key is of an old kind.
  private static Problem onlySha1(Host host, String why) {
    return SshProblems.unreachable(
        SshProblemCodes.SSH_KEY_EXCHANGE_FAILED,
        "the host keys of %s can only be proved by SHA-1 signatures"
            .formatted(SshProblems.target(host)),
        host,
        "such signatures (ssh-rsa, ssh-dss) can be forged, and citus-deploy does not accept them; the"
            + " negotiation ended with:"
            + ForeignText.block(why),
        "update OpenSSH on the server to 7.2 or newer, or let it have a host key of a newer kind, as"
            + " root on its console: "
            + ShellCommand.of("ssh-keygen -A && systemctl restart ssh").inline());
  }

  private static Problem noCommonAlgorithm(Host host, String why) {
    return SshProblems.unreachable(
        SshProblemCodes.SSH_KEY_EXCHANGE_FAILED,
        "no common algorithms with %s".formatted(SshProblems.target(host)),
        host,
        "the negotiation ended with:" + ForeignText.block(why),
        "update OpenSSH on the server; what it offers is shown by:" + SshProblems.tried(host));
  }
}
