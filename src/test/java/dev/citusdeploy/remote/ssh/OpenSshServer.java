package dev.citusdeploy.remote.ssh;

import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.remote.RemoteHost;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// OpenSSH in a container that is known and accepts this test's key, and the connection to it.
final class OpenSshServer implements AutoCloseable {
  private final Path folder;
  private final Path identity;
  private final OpenSshContainer container;
  private final SshConnector connector;

  /// @param folder where the key and the known hosts are written
  OpenSshServer(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    KeyPair key = TestKeys.ed25519();
    identity = TestKeys.write(folder.resolve("id_ed25519"), key, "");
    container = new OpenSshContainer(TestKeys.publicLine(key));
    container.start();
    try (var keys = new HostKeys(folder, Duration.ofSeconds(20), 4)) {
      HostKeys.Survey survey = keys.unknownKeys(List.of(host("of-bash", false)));
      if (!survey.problems().isEmpty()) {
        throw new IllegalStateException(survey.problems().toString());
      }
      HostKeys.accept(survey.unknown());
    }
    connector = new SshConnector(folder, Duration.ofSeconds(20), new SecureRandom());
  }

  OpenSshContainer container() {
    return container;
  }

  Path identity() {
    return identity;
  }

  /// The server as an inventory has it.
  Host host(String user, boolean sudo) {
    return TestKeys.host(
        container.getHost(),
        InventorySketch.login(
            user, container.getMappedPort(22), identity, folder.resolve("known_hosts"), sudo));
  }

  RemoteHost connect(String user, boolean sudo) {
    return connector.connect(host(user, sudo));
  }

  @Override
  public void close() {
    connector.close();
    container.stop();
  }
}
