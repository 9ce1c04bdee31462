package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.ssh.hostkey.HostKey;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.jspecify.annotations.Nullable;

/// Accepts a host key only when the known_hosts file holds it, and asks the server for a kind of
/// key that the file holds.
public final class HostKeyPolicy implements ServerKeyVerifier, SessionListener {
  @Override
  public void sessionNegotiationOptionsCreated(
      Session session, Map<KexProposalOption, String> proposal) {
    if (session instanceof ClientSession client) {
      Host host = Handshake.of(client).host();
      List<String> known =
          Handshake.of(client).known().of(host.address(), host.ssh().port()).stream()
              .filter(KnownHosts.Line::isPlain)
              .map(KnownHosts.Line::algorithm)
              .toList();
      proposal.computeIfPresent(
          KexProposalOption.SERVERKEYS, (_, offered) -> preferring(known, offered));
    }
  }

  @Override
  public void sessionException(Session session, Throwable cause) {
    if (session instanceof ClientSession client) {
      Handshake.of(client).failed(cause);
    }
  }

  /// Signature algorithms in the order to ask for.
  ///
  /// @param known key types of the known_hosts file
  /// @param offered what the library would offer, a comma list
  static String preferring(List<String> known, String offered) {
    List<String> first = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    for (String algorithm : offered.split(",", -1)) {
      // Host certificates are not supported, so a server must show its plain key.
      if (!algorithm.contains("-cert-")) {
        (known.contains(keyType(algorithm)) ? first : rest).add(algorithm);
      }
    }
    // Ed25519 is the first choice for unknown hosts.
    rest.sort((a, b) -> Boolean.compare(b.equals("ssh-ed25519"), a.equals("ssh-ed25519")));
    first.addAll(rest);
    return String.join(",", first);
  }

  private static String keyType(String signature) {
    return signature.startsWith("rsa-sha2-") ? "ssh-rsa" : signature;
  }

  @Override
  public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey key) {
    Handshake handshake = Handshake.of(session);
    String[] entry = PublicKeyEntry.toString(key).split(" ", -1);
    Host host = handshake.host();
    Problem refusal = judge(host, handshake.known(), entry[0], entry[1]);
    handshake.saw(hostKey(host, entry[0], entry[1]), refusal);
    return refusal == null;
  }

  /// Why a key is not accepted; null when it is.
  ///
  /// @param blob the key in base 64
  static @Nullable Problem judge(Host host, KnownHosts known, String algorithm, String blob) {
    List<KnownHosts.Line> lines = known.of(host.address(), host.ssh().port());
    String offered = KnownHosts.fingerprint(algorithm, blob);
    for (KnownHosts.Line line : lines) {
      if (line.isRevoked() && line.blob().equals(blob)) {
        return SshProblems.hostKeyRevoked(host, offered, line);
      }
    }
    List<KnownHosts.Line> plain = lines.stream().filter(KnownHosts.Line::isPlain).toList();
    if (plain.stream().anyMatch(line -> line.blob().equals(blob))) {
      return null;
    }
    // Known kinds of keys were requested first. A server that shows another kind has lost the known
    // key, or is another server: both are changes of the host key.
    Optional<KnownHosts.Line> before =
        plain.stream()
            .filter(line -> line.algorithm().equals(algorithm))
            .findFirst()
            .or(() -> plain.stream().findFirst());
    if (before.isPresent()) {
      return SshProblems.hostKeyChanged(host, offered, before.get());
    }
    return SshProblems.hostKeyUnknown(host, offered, whyUnknown(host, lines));
  }

  private static String whyUnknown(Host host, List<KnownHosts.Line> lines) {
    String file = host.ssh().knownHosts().toString();
    if (lines.isEmpty()) {
      return file + " has no line for it";
    }
    KnownHosts.Line line = lines.getFirst();
    return "%s line %d is for %s, which citus-deploy does not use"
        .formatted(file, line.number(), line.marker());
  }

  private static HostKey hostKey(Host host, String algorithm, String blob) {
    String pattern = KnownHosts.hostPattern(host.address(), host.ssh().port());
    return new HostKey(
        host.name(),
        host.address(),
        host.ssh().port(),
        algorithm,
        KnownHosts.hash(blob),
        host.ssh().knownHosts(),
        "%s %s %s".formatted(pattern, algorithm, blob));
  }
}
