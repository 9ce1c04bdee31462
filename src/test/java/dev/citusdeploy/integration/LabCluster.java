package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.lab.Lab;
import dev.citusdeploy.lab.LabOptions;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.TestLabs;
import dev.citusdeploy.lab.docker.LabDocker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A lab of a test and the cluster `lab` on it.
class LabCluster {
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

  private static final Pattern SETTINGS =
      Pattern.compile("(?m)^postgres: \\{ settings: \\{ (.*) } }\n");

  /// What an engine says that could not begin a command in a container; seen on busy machines.
  private static final String NOT_BEGUN = "OCI runtime exec failed";

  private static final int ATTEMPTS = 3;

  /// Far more than a run needs until a step of it begins.
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final Path folder;
  private final Lab lab;
  private List<LabServer> servers = List.of();

  LabCluster(String name) {
    folder = Path.of("target", "it", name).toAbsolutePath();
    lab = new Lab(LabDocker.onPath(), name, folder, LabCluster::progress);
  }

  /// Makes the lab anew.
  final void up(LabOptions options) {
    lab.down();
    servers = lab.up(options).servers();
    TestLabs.endWithTheEngine(LabDocker.onPath(), servers);
  }

  /// Takes some servers of a lab that is up.
  final void use(List<LabServer> some) {
    servers = List.copyOf(some);
  }

  /// The folder of the lab's files.
  final Path folder() {
    return folder;
  }

  /// Ends a server at once, as if its plug were pulled.
  final void kill(LabServer server) {
    lab.kill(server);
  }

  final void down() {
    lab.down();
  }

  /// Stops a server, as if its power had failed.
  final void stop(LabServer server) {
    lab.stop(server);
  }

  final void start(LabServer server) {
    lab.start(server);
  }

  final void restart(LabServer server) {
    lab.restart(server);
  }

  final List<LabServer> servers() {
    return servers;
  }

  final LabServer coordinator() {
    return servers.getFirst();
  }

  final Path inventory() {
    return folder.resolve("inventory.yml");
  }

  /// Runs a command on the inventory.
  ///
  /// @param command its words between blanks
  final Invocation run(String command, String... options) {
    return Invocation.of(words(command, options));
  }

  /// The words of a command line on the inventory.
  final String[] words(String command, String... options) {
    return Stream.of(
            Stream.of(command.split(" ")), Stream.of(inventory().toString()), Stream.of(options))
        .flatMap(words -> words)
        .toArray(String[]::new);
  }

  final void edit(String from, String to) throws IOException {
    String text = Files.readString(inventory());
    assertThat(text).contains(from);
    Files.writeString(inventory(), text.replace(from, to));
  }

  /// Lets the inventory ask for certain settings of PostgreSQL, and for no others.
  ///
  /// @param settings such as `work_mem: 8MB, shared_buffers: 96MB`; may be empty
  final void settings(String settings) throws IOException {
    String text = SETTINGS.matcher(Files.readString(inventory())).replaceAll("");
    Files.writeString(
        inventory(),
        settings.isEmpty()
            ? text
            : text.replace("hosts:\n", "postgres: { settings: { " + settings + " } }\nhosts:\n"));
  }

  /// Lets the inventory ask for a value of one setting, and otherwise for what it asks for already.
  final void setting(String name, String value) throws IOException {
    Matcher line = SETTINGS.matcher(Files.readString(inventory()));
    Stream<String> others =
        line.find()
            ? Stream.of(line.group(1).split(", ")).filter(one -> !one.startsWith(name + ": "))
            : Stream.empty();
    settings(
        Stream.concat(others, Stream.of(name + ": " + value)).collect(Collectors.joining(", ")));
  }

  /// A healthy cluster that is as the inventory says: what most tests begin with, whichever ran
  /// before. Where what is there cannot become one it is made anew.
  final void deployed() throws IOException {
    if (run("plan", "--exit-code").exitCode() == 0 && run("status").exitCode() == 0) {
      return;
    }
    Invocation apply = run("apply", "-y", "--overwrite-drift", "--lock-wait", "60");
    if (apply.exitCode() != 0 || run("status").exitCode() != 0) {
      wipe();
      apply = run("apply", "-y");
    }
    assertThat(apply.exitCode()).as(apply.everything()).isZero();
  }

  /// SQL on the coordinator, as superuser that looks for tables in the usual schema.
  final String sql(String statement) {
    return inside(
        coordinator(),
        "docker exec -u postgres -e PGOPTIONS='-c search_path=public' lab-pg-c1 psql -XAtq -v ON_ERROR_STOP=1 -d app -c \""
            + statement
            + "\" 2>&1");
  }

  final String inside(LabServer server, String script) {
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
  final String insideAll(String script) {
    return servers.stream().map(server -> inside(server, script)).collect(Collectors.joining());
  }

  /// When each container was started last.
  final String startTimes() {
    return insideAll("docker inspect -f '{{.Id}} {{.State.StartedAt}}' $(docker ps -q)");
  }

  /// Takes everything of the cluster from the servers, as if they were installed anew.
  final void wipe() throws IOException {
    insideAll(INSTALL_ANEW);
    Files.deleteIfExists(folder.resolve("inventory.secrets.yml"));
  }

  /// Does something and returns as soon as a journal shows that another step of an id began.
  ///
  /// @param begin begins a run, which is given back
  /// @throws AssertionError when the run ends before
  final ChildProgram untilBegun(String step, Callable<ChildProgram> begin) throws Exception {
    List<Process> watches = new ArrayList<>();
    try {
      for (LabServer server : servers) {
        watches.add(watch(server, step));
      }
      ChildProgram run = begin.call();
      CompletableFuture<?> begun =
          CompletableFuture.anyOf(
              watches.stream().map(LabCluster::begun).toArray(CompletableFuture[]::new));
      CompletableFuture.anyOf(begun, run.onExit()).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!begun.isDone()) {
        throw new AssertionError("no step " + step + " began: " + run.end() + "\n" + run.output());
      }
      return run;
    } finally {
      watches.forEach(Process::destroyForcibly);
    }
  }

  /// When a watch has written that a step began: that takes less time than its end.
  private static CompletableFuture<Void> begun(Process watch) {
    // A thread each: all of them may wait for as long as the run takes.
    return CompletableFuture.runAsync(
        () -> {
          try {
            assertThat(watch.inputReader().readLine()).isEqualTo("begun");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  /// Writes a line when the server's journal shows that another step began.
  private static Process watch(LabServer server, String step) throws IOException {
    String script =
        """
        journal=/opt/citus-deploy/lab/.state/journal
        lines=$(cat $journal 2>/dev/null | wc -l)
        echo ready
        exec 3< <(exec tail -n +$((lines + 1)) -s 0.05 -F $journal 2>/dev/null) 4<&0
        tail=$!
        # The end of its input, which is the end of the one who waits, ends it too.
        { cat <&4 >/dev/null; kill $tail; } 2>/dev/null &
        grep -q '"begin".*%s"' <&3 && echo begun
        kill $tail 2>/dev/null
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
  final void assertSound() {
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

  static void progress(String line) {
    System.getLogger("LabCluster").log(System.Logger.Level.INFO, line);
  }
}
