package dev.citusdeploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.image.LabImages;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A lab of two servers on the engine of this machine. Each test begins with one that is up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LabIT {
  private static final String NAME = TestLabs.named("lab");
  private static final LabOptions TWO = LabOptions.of(2);

  private final LabDocker docker = LabDocker.onPath();
  private final List<String> lines = new ArrayList<>();
  private Path folder;
  private Lab lab;
  private RunningLab running;

  @BeforeAll
  void removesWhatARunThatWasCutOffLeftBehind(@TempDir Path temporary) {
    folder = temporary.resolve("lab");
    lab = new Lab(docker, NAME, folder, this::add);
    lab.down();
  }

  @BeforeEach
  void bringsUpTwoServers() {
    running = lab.up(TWO);
  }

  @AfterAll
  void removesTheLab() {
    lab.down();
  }

  private synchronized void add(String line) {
    lines.add(line);
  }

  @Test
  void everyServerGreetsOverSshFromThisMachine() throws IOException {
    for (LabServer server : running.servers()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(server.address(), 22), 2000);
        assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.UTF_8))
            .isEqualTo("SSH-");
      }
    }
  }

  @Test
  void everyServerHasTheDatabaseImageAndAMachineIdOfItsOwn() {
    assertThat(lab.status())
        .hasSize(2)
        .allSatisfy(server -> {
          assertThat(server.isUp()).isTrue();
          assertThat(server.images()).contains(running.image().reference());
        });
    assertThat(running.servers().stream().map(this::machineId).distinct()).hasSize(2);
  }

  @Test
  void aContainerRunsInAServer() {
    String reference = running.image().reference();
    LabDocker.Answer answer =
        lab.inside(
            running.servers().getFirst(),
            List.of(
                "docker", "run", "--rm", "--network", "host", reference, "postgres", "--version"));
    assertThat(answer.errors()).isEmpty();
    assertThat(answer.output()).startsWith("postgres (PostgreSQL)");
  }

  @Test
  void oneServersImageIsItsOwnAlthoughTheFilesAreShared() {
    String reference = running.image().reference();
    LabServer first = running.servers().getFirst();
    LabServer second = running.servers().getLast();
    String sum = "sha256sum /etc/passwd /usr/bin/env; id daemon";
    List<String> question =
        List.of(
            "docker",
            "run",
            "--rm",
            "--network",
            "host",
            "--entrypoint",
            "sh",
            reference,
            "-c",
            sum);
    String before = lab.inside(second, question).output();
    String spoil = "useradd x; echo x >> /etc/passwd; chmod 0 /usr/bin/env; echo > /usr/bin/env";
    lab.inside(
        first,
        List.of(
            "docker", "run", "--network", "host", "--entrypoint", "sh", reference, "-c", spoil));
    lab.inside(first, List.of("sh", "-c", "docker container prune -f; docker image prune -a -f"));
    assertThat(lab.status().getFirst().images()).isEmpty();
    assertThat(lab.inside(second, question).output()).isEqualTo(before).contains("/usr/bin/env");
    lab.up(TWO);
    assertThat(lab.status().getFirst().images()).containsExactly(reference);
  }

  @Test
  void theKeyItWroteIsLetIn() {
    LabServer server = running.servers().getFirst();
    // An OpenSSH client is in the server image, not always on this machine.
    String login =
        "umask 077; cat > /tmp/key && ssh -i /tmp/key -o StrictHostKeyChecking=no deploy@localhost"
            + " sudo -n whoami; rm /tmp/key";
    LabDocker.Answer answer =
        docker.pipe(
            LabDocker.SHORT,
            List.of(
                "run",
                "--rm",
                "-v",
                folder + ":/lab:ro",
                "--entrypoint",
                "cat",
                serverImage(),
                "/lab/id_ed25519"),
            List.of("exec", "-i", server.container(), "sh", "-c", login));
    assertThat(answer.output()).isEqualTo("root\n");
  }

  @Test
  void knownHostsHasTheKeysOfBothAddresses() throws IOException {
    for (LabServer server : running.servers()) {
      assertThat(Files.readAllLines(folder.resolve("known_hosts")))
          .anyMatch(line -> line.startsWith(server.address() + " ssh-ed25519 "));
    }
  }

  @Test
  void aSecondUpChangesNothing() throws IOException {
    String inventory = Files.readString(running.inventory());
    String ids = ids();
    lines.clear();
    assertThat(lab.up(TWO)).isEqualTo(running);
    assertThat(ids()).isEqualTo(ids);
    assertThat(Files.readString(running.inventory())).isEqualTo(inventory);
    assertThat(lines).hasSize(1);
  }

  @Test
  void aRebootKeepsAddressMachineIdAndHostKeys() {
    LabServer server = running.servers().getLast();
    String before = identity(server);
    lab.restart(server);
    assertThat(identity(server)).isEqualTo(before);
  }

  @Test
  void upStartsAServerThatWasStopped() {
    LabServer server = running.servers().getLast();
    String before = identity(server);
    lab.kill(server);
    assertThat(lab.status().getLast().isUp()).isFalse();
    lab.up(TWO);
    assertThat(identity(server)).isEqualTo(before);
  }

  @Test
  void upAddsAServerToThoseThatAreThereAndDownLeavesNothing() throws IOException {
    String ids = ids();
    RunningLab three = lab.up(LabOptions.of(3));
    assertThat(three.servers()).hasSize(3).startsWith(running.servers().toArray(LabServer[]::new));
    assertThat(ids()).contains(ids.lines().toList());
    assertThat(Files.readString(three.inventory())).contains("pg-w2:");

    assertThat(lab.down()).hasSize(3);
    String filter = "label=dev.citusdeploy.lab=" + NAME;
    assertThat(ids()).isEmpty();
    assertThat(asked("volume", "ls", "-q", "--filter", filter)).isEmpty();
    assertThat(asked("network", "ls", "-q", "--filter", filter)).isEmpty();
    assertThat(folder).doesNotExist();
  }

  private String serverImage() {
    return new LabImages(docker, this::add).server();
  }

  private String machineId(LabServer server) {
    return lab.inside(server, List.of("cat", "/etc/machine-id")).output();
  }

  private String identity(LabServer server) {
    return lab.inside(
            server,
            List.of(
                "sh", "-c", "cat /etc/machine-id /etc/ssh/ssh_host_*.pub; ip -4 -o addr show eth0"))
        .output()
        // Docker chooses the interface's index.
        .replaceAll("(?m)^\\d+: ", "");
  }

  private String ids() {
    return asked("ps", "-a", "-q", "--filter", "label=dev.citusdeploy.lab=" + NAME);
  }

  private String asked(String... arguments) {
    return docker.run(LabDocker.SHORT, List.of(arguments)).output();
  }
}
