package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.remote.HostConnector;
import dev.citusdeploy.remote.RemoteHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.session.ClientSession;

/// Connects to servers by SSH: keys only, and only to servers whose own key is known. Thread-safe.
public final class SshConnector implements HostConnector {
  private final SshDialer dialer;
  private final Identities identities;
  private final RandomGenerator random;

  /// @param home the user's home folder, for the usual private keys
  /// @param connectTimeout how long connecting may take, and again how long logging in
  /// @param random unforeseeable and thread-safe, such as [java.security.SecureRandom]
  public SshConnector(Path home, Duration connectTimeout, RandomGenerator random) {
    this.dialer = new SshDialer(connectTimeout);
    this.identities = new Identities(home);
    this.random = random;
  }

  @Override
  public RemoteHost connect(Host host) {
    ClientSession session =
        dialer.dial(
            dialer.handshake(host, identities.of(host)),
            (connected, timeout) -> connected.auth().verify(timeout));
    return new SshRemoteHost(host, session, random);
  }

  @Override
  public void close() {
    dialer.close();
  }
}
