package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.remote.HostConnector;
import dev.citusdeploy.remote.RemoteHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// Connects to servers by SSH: keys only, and only to servers whose own key is known. Thread-safe.
public final class SshConnector implements HostConnector {
  private final SshDialer dialer;
  private final RandomGenerator random;

  /// @param home the user's home folder, for the usual private keys
  /// @param connectTimeout how long connecting may take, and again how long logging in
  /// @param random unforeseeable and thread-safe, such as [java.security.SecureRandom]
  public SshConnector(Path home, Duration connectTimeout, RandomGenerator random) {
    this.dialer = new SshDialer(new Identities(home), connectTimeout);
    this.random = random;
  }

  @Override
  public RemoteHost connect(Host host) {
    return new SshRemoteHost(host, dialer.login(host), random);
  }

  @Override
  public void close() {
    dialer.close();
  }
}
