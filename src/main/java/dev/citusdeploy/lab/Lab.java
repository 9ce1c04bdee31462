package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.LabLabels;
import dev.citusdeploy.lab.docker.LabProblemCodes;
import dev.citusdeploy.lab.image.ImageSeed;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Servers in containers on this machine: each with its own SSH daemon, Docker Engine, machine-id
/// and address, on a network of their own. What exists is read from the local engine, by labels; a
/// run that was cut off is finished by running it again.
public final class Lab {
  /// The name of a lab unless another is given.
  public static final String DEFAULT_NAME = "citus-lab";

  /// The folder of a lab's files unless another is given.
  public static final Path DEFAULT_FOLDER = Path.of(".lab");

  private final LabDocker docker;
  private final String name;
  private final LabFolder folder;
  private final LabContainers containers;
  private final Consumer<String> progress;

  /// A lab, which may not exist yet.
  ///
  /// @param name starts the names of its containers; of the form host names have
  /// @param folder where its key, host keys and inventory are
  /// @param progress receives messages on progress, one line each, from several threads
  /// @throws ProblemException when the name is not of that form
  public Lab(LabDocker docker, String name, Path folder, Consumer<String> progress) {
    if (!HostName.isValid(name)) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_NAME,
              "a lab cannot be named " + name,
              "lab",
              "names have 1 to 40 of a-z, 0-9 and hyphens, no hyphen at the ends",
              "choose such a name: "
                  + ShellCommand.of("citus-deploy lab up --name").word(DEFAULT_NAME).inline()));
    }
    this.docker = docker;
    this.name = name;
    this.progress = progress;
    this.folder = new LabFolder(folder, progress);
    this.containers = new LabContainers(docker, name);
  }

  /// Makes, starts and fills what is missing, and writes the lab's files. Servers that are there
  /// already stay as they are, also when they are more than asked for.
  ///
  /// @throws ProblemException with one problem a server that failed
  public RunningLab up(LabOptions options) {
    return new LabUp(docker, name, folder, progress).run(options);
  }

  /// The state of each server, by number; empty when there is no lab of this name.
  public List<ServerStatus> status() {
    return List.copyOf(SideBySide.each(containers.list(), containers::status).values());
  }

  /// The servers by number, running or not.
  public List<LabServer> servers() {
    return containers.list().stream().map(LabContainers.Found::server).toList();
  }

  /// The server with a number, a name in the inventory or a container's name.
  ///
  /// @throws ProblemException when there is none
  public LabServer server(String word) {
    List<LabServer> all = servers();
    return all.stream()
        .filter(server -> server.isMeantBy(word))
        .findFirst()
        .orElseThrow(() -> new ProblemException(noSuchServer(word, all)));
  }

  /// Removes the lab's containers, volumes and network, and the files it made. Unpacked images stay
  /// for the next lab: see [#removeUnpackedImages].
  ///
  /// @return the names of the servers that were removed
  public List<String> down() {
    List<String> servers = servers().stream().map(LabServer::container).toList();
    remove(servers, List.of("rm", "-f", "-v"));
    remove(
        docker
            .run(LabDocker.SHORT, List.of("volume", "ls", "-q", "--filter", LabLabels.of(name)))
            .lines(),
        List.of("volume", "rm"));
    remove(
        LabNetwork.find(docker, name).map(LabNetwork::name).stream().toList(),
        List.of("network", "rm"));
    folder.remove();
    return servers;
  }

  /// Removes the unpacked images that all labs on this machine share; the next lab unpacks them
  /// again.
  public void removeUnpackedImages() {
    ImageSeed.removeAll(docker);
  }

  /// Runs a program inside a server, as root, and returns any exit status.
  public LabDocker.Answer inside(LabServer server, List<String> commandLine) {
    return docker.attempt(
        LabDocker.LONG,
        Stream.concat(Stream.of("exec", server.container()), commandLine.stream()).toList());
  }

  /// The command line of an OpenSSH client that logs in as `deploy`.
  public List<String> ssh(LabServer server) {
    return List.of(
        "ssh",
        "-i",
        folder.file("id_ed25519").toString(),
        "-o",
        "IdentitiesOnly=yes",
        "-o",
        "UserKnownHostsFile=" + folder.file("known_hosts"),
        "-o",
        "StrictHostKeyChecking=yes",
        "deploy@" + server.address());
  }

  /// The command line that opens a shell as `deploy` without SSH.
  public List<String> shell(LabServer server) {
    return docker.commandLine(
        List.of(
            "exec", "-it", "-u", "deploy", "-w", "/home/deploy", server.container(), "bash", "-l"));
  }

  /// Shuts a server down: its containers are stopped regularly, then it can't be reached.
  public void stop(LabServer server) {
    docker.run(LabDocker.LONG, List.of("stop", server.container()));
  }

  /// Cuts a server's power: it and its containers end at once.
  public void kill(LabServer server) {
    docker.run(LabDocker.SHORT, List.of("kill", server.container()));
  }

  /// Starts a server that was stopped, and waits until its daemons answer.
  public void start(LabServer server) {
    docker.run(LabDocker.SHORT, List.of("start", server.container()));
    ready(server);
  }

  /// Reboots a server, and waits until its daemons answer.
  public void restart(LabServer server) {
    docker.run(LabDocker.LONG, List.of("restart", server.container()));
    ready(server);
  }

  private void ready(LabServer server) {
    containers.probe(server, folder.publicKey(new SecureRandom()), List.of());
  }

  private void remove(List<String> names, List<String> how) {
    if (!names.isEmpty()) {
      docker.run(LabDocker.LONG, Stream.concat(how.stream(), names.stream()).toList());
    }
  }

  private String named(ShellCommand command) {
    return (name.equals(DEFAULT_NAME) ? command : command.then("--name").word(name)).inline();
  }

  private Problem noSuchServer(String word, List<LabServer> all) {
    List<String> names = all.stream().map(server -> server.host().value()).toList();
    return new Problem(
        LabProblemCodes.LAB_SERVER_UNKNOWN,
        "the lab " + name + " has no server " + word,
        "lab",
        names.isEmpty() ? "there is no such lab" : "it has " + String.join(", ", names),
        names.isEmpty()
            ? "make it: " + named(ShellCommand.of("citus-deploy lab up"))
            : "list its servers: " + named(ShellCommand.of("citus-deploy lab status")));
  }
}
