package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.ssh.hostkey.HostKey;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;

/// Asks servers for their host keys without logging in, and accepts keys.
public final class HostKeys implements AutoCloseable {
  private final SshDialer dialer;
  private final FanOut fanOut;

  /// @param home the user's home folder, for the usual private keys: jump hosts require a login
  /// @param timeout how long connecting may take, and again how long the handshake
  /// @param parallel how many hosts are asked at once
  public HostKeys(Path home, Duration timeout, int parallel) {
    this.dialer = new SshDialer(new Identities(home), timeout);
    this.fanOut = new FanOut(parallel);
  }

  /// The servers' host keys.
  ///
  /// @param unknown keys that no known_hosts file holds yet, in the hosts' order
  /// @param known hosts whose key is accepted already
  /// @param problems hosts that showed no key, or a changed one
  /// @param behind hosts that can be asked only when a jump host's key is accepted
  public record Survey(
      List<HostKey> unknown, List<HostName> known, List<Problem> problems, List<HostName> behind) {
    /// Copies the lists.
    public Survey {
      unknown = List.copyOf(unknown);
      known = List.copyOf(known);
      problems = List.copyOf(problems);
      behind = List.copyOf(behind);
    }
  }

  private record Shown(HostName host, List<HostKey> unknown, List<Problem> problems) {}

  /// Queries all hosts side by side, and jump hosts before the hosts behind them. Each shows one
  /// key: of a kind that its file has already, otherwise the Ed25519 one if it has that.
  ///
  /// @throws InterruptedException when this thread is interrupted
  public Survey unknownKeys(List<Host> hosts) throws InterruptedException {
    List<HostKey> unknown = new ArrayList<>();
    List<HostName> known = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Host jump : JumpHosts.of(hosts)) {
      List<HostKey> shown = ask(jump).unknown();
      if (!shown.isEmpty()) {
        return new Survey(
            shown, List.of(), List.of(), hosts.stream().map(Host::name).distinct().toList());
      }
    }
    for (Shown shown : fanOut.each(hosts, this::ask).values()) {
      unknown.addAll(shown.unknown());
      problems.addAll(shown.problems());
      if (shown.unknown().isEmpty() && shown.problems().isEmpty()) {
        known.add(shown.host());
      }
    }
    return new Survey(unknown, known, problems, List.of());
  }

  private Shown ask(Host host) {
    try {
      Handshake handshake = dialer.handshake(host, List.of());
      try {
        dialer
            .dial(
                handshake,
                (session, timeout) -> {
                  session.waitFor(
                      List.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED), timeout);
                  if (handshake.seen() == null || handshake.refusal() != null) {
                    throw new IOException("the handshake came to no end", handshake.failure());
                  }
                })
            .close(true);
        return new Shown(host.name(), List.of(), List.of());
      } catch (ProblemException e) {
        HostKey seen = handshake.seen();
        return seen != null
                && e.problems().getFirst().type().equals(SshProblemCodes.SSH_HOST_KEY_UNKNOWN)
            ? new Shown(host.name(), List.of(seen), List.of())
            : new Shown(host.name(), List.of(), e.problems());
      }
    } catch (ProblemException e) {
      return new Shown(host.name(), List.of(), e.problems());
    }
  }

  /// Accepts keys: adds their lines to the files they belong to, which are made when not there.
  ///
  /// @throws IOException when a file cannot be written
  public static void accept(List<HostKey> keys) throws IOException {
    Map<Path, List<String>> lines = new LinkedHashMap<>();
    for (HostKey key : keys) {
      lines.computeIfAbsent(key.knownHosts(), _ -> new ArrayList<>()).add(key.line());
    }
    for (Map.Entry<Path, List<String>> file : lines.entrySet()) {
      KnownHosts.append(file.getKey(), file.getValue().stream().distinct().toList());
    }
  }

  @Override
  public void close() {
    dialer.close();
  }
}
