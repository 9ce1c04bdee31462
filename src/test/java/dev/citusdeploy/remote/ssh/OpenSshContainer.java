package dev.citusdeploy.remote.ssh;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/// OpenSSH with a user for every login shell; see the Dockerfile.
final class OpenSshContainer extends GenericContainer<OpenSshContainer> {
  private static final String FILES = "dev/citusdeploy/remote/ssh/";

  /// @param publicKey the key that every user may log in with
  OpenSshContainer(String publicKey) {
    super(
        new ImageFromDockerfile("citus-deploy-test/openssh", false)
            .withFileFromClasspath("Dockerfile", FILES + "Dockerfile")
            .withFileFromClasspath("sshd_config", FILES + "sshd_config")
            .withFileFromClasspath("users.sh", FILES + "users.sh"));
    withExposedPorts(22);
    withCopyToContainer(Transferable.of(publicKey + "\n"), "/etc/ssh/authorized_key");
    waitingFor(Wait.forLogMessage(".*Server listening.*\\n", 2));
  }
}
