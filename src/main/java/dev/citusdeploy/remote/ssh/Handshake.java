package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.jspecify.annotations.Nullable;

/// What one connection expects of the host key, and what it saw of it.
final class Handshake {
  /// Where a session holds its handshake.
  static final AttributeKey<Handshake> KEY = new AttributeKey<>();

  private final Host host;
  private final KnownHosts known;
  private volatile @Nullable HostKey seen;
  private volatile @Nullable Problem refusal;

  Handshake(Host host, KnownHosts known) {
    this.host = host;
    this.known = known;
  }

  Host host() {
    return host;
  }

  KnownHosts known() {
    return known;
  }

  /// The key that the server showed and proved to have.
  @Nullable HostKey seen() {
    return seen;
  }

  /// Why that key was not accepted; null as long as it was not refused.
  @Nullable Problem refusal() {
    return refusal;
  }

  void saw(HostKey key, @Nullable Problem why) {
    this.seen = key;
    this.refusal = why;
  }
}
