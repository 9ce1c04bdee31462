package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.remote.ssh.hostkey.HostKey;
import dev.citusdeploy.remote.ssh.hostkey.KnownHosts;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.jspecify.annotations.Nullable;

/// The expected and received host key of one connection, and its login.
public final class Handshake {
  /// The attribute of a session with its handshake.
  static final AttributeKey<Handshake> KEY = new AttributeKey<>();

  private final Host host;
  private final KnownHosts known;
  private final List<Identities.Identity> identities;
  private volatile @Nullable HostKey seen;
  private volatile @Nullable Problem refusal;
  private volatile @Nullable Throwable failure;

  /// @param identities the keys to log in with; none for no login
  Handshake(Host host, KnownHosts known, List<Identities.Identity> identities) {
    this.host = host;
    this.known = known;
    this.identities = List.copyOf(identities);
  }

  /// The handshake of a session.
  public static Handshake of(ClientSession session) {
    Handshake handshake = session.getConnectionContext().getAttribute(KEY);
    if (handshake == null) {
      throw new IllegalStateException("a connection that SshDialer did not make");
    }
    return handshake;
  }

  public Host host() {
    return host;
  }

  public KnownHosts known() {
    return known;
  }

  List<Identities.Identity> identities() {
    return identities;
  }

  /// The key that the server showed and proved to have.
  public @Nullable HostKey seen() {
    return seen;
  }

  /// Why that key was refused; null while it was not.
  public @Nullable Problem refusal() {
    return refusal;
  }

  /// The first failure that ended the connection; null when there was none.
  public @Nullable Throwable failure() {
    return failure;
  }

  public void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  public void saw(HostKey key, @Nullable Problem why) {
    this.seen = key;
    this.refusal = why;
  }
}
