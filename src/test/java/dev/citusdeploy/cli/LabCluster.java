package dev.citusdeploy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.docker.LabDocker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A lab of a test and the cluster `lab` on it.
final class LabCluster {
  /// Has sshd read its configuration anew, and waits until it listens again: it takes its pid file
  /// away at once and writes it then.
  static final String RELOAD_SSHD =
      "pid=$(cat /run/sshd.pid); rm -f /run/sshd.pid; kill -HUP $pid;"
          + " for i in $(seq 300); do [ -s /run/sshd.pid ] && break; sleep 0.1; done";

  /// Takes everything of a cluster from a server, as if it were installed anew: this machine's
  /// journal knows servers by their machine ids.
  static final String INSTALL_ANEW =
      "docker ps -aq | xargs -r docker rm -fv >/dev/null;"
          + " rm -rf /opt/citus-deploy /var/lib/citus-deploy;"
          + " tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id";

  /// What an engine says that could not begin a command in a container; seen on busy machines.
  private static final String NOT_BEGUN = "OCI runtime exec failed";

  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final Lab lab;
  private List<LabServer> servers = List.of();

  LabCluster(String name) {
    folder = Path.of("target", "it", name).toAbsolutePath();
    lab = new Lab(LabDocker.onPath(), name, folder, LabCluster::progress);
  }

  /// Makes the lab anew.
  void up(LabOptions options) {
    lab.down();
    servers = lab.up(options).servers();
  }

  void down() {
    lab.down();
  }

  /// Stops a server, as if its power had failed.
  void stop(LabServer server) {
    lab.stop(server);
  }

  void start(LabServer server) {
    lab.start(server);
  }

  void restart(LabServer server) {
    lab.restart(server);
  }

  List<LabServer> servers() {
    return servers;
  }

  LabServer coordinator() {
    return servers.getFirst();
  }

  Path inventory() {
    return folder.resolve("inventory.yml");
  }

  /// Runs a command on the inventory.
  ///
  /// @param command its words between blanks
  Invocation run(String command, String... options) {
    return Invocation.of(words(command, options));
  }

  /// The words of a command line on the inventory.
  String[] words(String command, String... options) {
    return Stream.of(
            Stream.of(command.split(" ")), Stream.of(inventory().toString()), Stream.of(options))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  void edit(String from, String to) throws IOException {
    String text = Files.readString(inventory());
    assertThat(text).contains(from);
    Files.writeString(inventory(), text.replace(from, to));
  }

  /// SQL on the coordinator, as superuser that looks for tables in the usual schema.
  String sql(String statement) {
    return inside(
        coordinator(),
        "docker exec -u postgres -e PGOPTIONS='-c search_path=public' lab-pg-c1 psql -XAtq -v ON_ERROR_STOP=1 -d app -c \""
            + statement
            + "\" 2>&1");
  }

  String inside(LabServer server, String script) {
    String output = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      output = lab.inside(server, List.of("sh", "-c", script)).output();
      if (!output.startsWith(NOT_BEGUN)) {
        break;
      }
    }
    return output;
  }

  /// The answers of all servers, one after the other.
  String insideAll(String script) {
    return servers.stream().map(server -> inside(server, script)).collect(Collectors.joining());
  }

  /// When each container was started last.
  String startTimes() {
    return insideAll("docker inspect -f '{{.Id}} {{.State.StartedAt}}' $(docker ps -q)");
  }

  /// Takes everything of the cluster from the servers, as if they were installed anew.
  void wipe() throws IOException {
    insideAll(INSTALL_ANEW);
    Files.deleteIfExists(folder.resolve("inventory.secrets.yml"));
  }

  /// Does something and returns as soon as a journal tells that another step of an id began.
  ///
  /// @param begin begins a run, which is given back
  /// @throws AssertionError when the run ends before
  ChildProgram untilBegun(String step, Callable<ChildProgram> begin) throws Exception {
    List<Process> watches = new ArrayList<>();
    try {
      for (LabServer server : servers) {
        watches.add(watch(server, step));
      }
      ChildProgram run = begin.call();
      while (watches.stream().allMatch(Process::isAlive)) {
        assertThat(run.isAlive()).as("no step %s began", step).isTrue();
        LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
      }
      return run;
    } finally {
      watches.forEach(Process::destroyForcibly);
    }
  }

  /// Ends when the server's journal tells that another step began.
  private static Process watch(LabServer server, String step) throws IOException {
    String script =
        """
        begun() { cat /opt/citus-deploy/lab/.state/journal 2>/dev/null | grep -c '"begin".*%s"'; }
        before=$(begun)
        echo ready
        # The end of its input, which is the end of the one who waits, ends it too.
        until [ "$(begun)" -gt "$before" ]; do read -r -t 0.01; [ "$?" -gt 128 ] || exit 1; done
        """
            .formatted(step);
    Process watch =
        LocalPrograms.process("docker", "exec", "-i", server.container(), "bash", "-c", script)
            .start();
    assertThat(watch.inputReader().readLine()).isEqualTo("ready");
    return watch;
  }

  /// Asserts that the cluster is as the inventory describes, that it is healthy, and that no run
  /// left anything behind.
  void assertSound() {
    Invocation again = run("apply");
    assertThat(again.exitCode()).as(again.everything()).isZero();
    assertThat(again.out()).startsWith("No changes");
    Invocation status = run("status");
    assertThat(status.exitCode()).as(status.everything()).isZero();
    for (LabServer server : servers) {
      assertThat(debris(server)).as("left behind on " + server.host()).isEmpty();
    }
  }

  /// What cut-off runs left behind: staging folders, temporary names, containers that are not the
  /// node's, volumes, a lock that is held, files of a generation beyond the three that are kept.
  private List<String> debris(LabServer server) {
    String found =
        inside(
            server,
            """
            cd /opt/citus-deploy/lab
            ls -d .state/staging-* */conf/.current.new 2>/dev/null
            ls .state | grep -vx -e lock -e journal -e write-files.lock -e applied -e first-start -e images -e served
            ls .state/applied | grep -vx -e pg-c1 -e pg-w1 -e pg-w2
            flock -n .state/lock true || echo "the lock is held"
            ls -d /var/lib/citus-deploy/lab/*/* | grep -v -e '/pgdata$' -e '/initialised$' \
              -e '/started$' -e '/loaded$'
            docker ps -a --format 'container {{.Names}}' | grep -vx 'container lab-%1$s'
            docker volume ls -q
            [ "$(ls conf 2>/dev/null | wc -l)" -le 4 ] || echo "more than three generations"
            true
            """
                .formatted(server.host()));
    return new ArrayList<>(found.lines().toList());
  }

  private static void progress(String line) {
    System.getLogger("LabCluster").log(System.Logger.Level.INFO, line);
  }
}
