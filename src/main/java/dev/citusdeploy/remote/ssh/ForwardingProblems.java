package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import java.util.List;

/// The problems of connections through a server that sshd forbids.
final class ForwardingProblems {
  private ForwardingProblems() {}

  /// A connection through the server that sshd does not allow.
  ///
  /// @param forbidding its settings that forbid it, as far as they could be read
  static Problem forbidden(
      Host host, String address, int port, List<ForwardingSetting> forbidding, String why) {
    String found = String.join(", ", forbidding.stream().map(ForwardingSetting::toString).toList());
    String wanted =
        String.join(
            "", forbidding.stream().map(setting -> "  " + setting.allowing() + "\n").toList());
    return SshProblems.unreachable(
        SshProblemCodes.TCP_FORWARDING_FORBIDDEN,
        "sshd does not let connections through to %s port %d".formatted(address, port),
        host,
        forbidding.isEmpty() ? why : "its settings are: " + found,
        forbidding.isEmpty()
            ? "let sshd_config there allow it (`AllowTcpForwarding local`, `DisableForwarding no`,"
                + " `PermitOpen any`), and the key's line in authorized_keys (no restrict,"
                + " no-port-forwarding or permitopen); then, as root: `systemctl reload ssh`"
            : "in sshd_config there (first in the file, or in a Match block for %s) set:\n"
                    .formatted(host.ssh().user())
                + wanted
                + "then let sshd read it, as root there: `systemctl reload ssh`");
  }
}
