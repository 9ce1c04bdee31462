package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.LabLabels;
import dev.citusdeploy.lab.docker.LabProblemCodes;
import dev.citusdeploy.lab.docker.LabScript;
import dev.citusdeploy.lab.image.CarriedImages;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The containers of one lab's servers.
final class LabContainers {
  private final LabDocker docker;
  private final String lab;

  LabContainers(LabDocker docker, String lab) {
    this.docker = docker;
    this.lab = lab;
  }

  /// A container that is there.
  ///
  /// @param server the server in its labels
  /// @param state in Docker's words, such as `running`
  /// @param image reference of the server image it was made from
  record Found(LabServer server, String state, String image) {
    boolean runs() {
      return state.equals("running");
    }
  }

  /// Facts of a server that is ready.
  ///
  /// @param machine its machine-id
  /// @param hostKeys its host keys, each as type and key
  /// @param images identities of the requested images by reference, empty for a missing image
  record Probe(String machine, List<String> hostKeys, SequencedMap<String, String> images) {}

  /// The properties of a new container.
  ///
  /// @param image reference of the server image
  /// @param publicKey who may log in
  /// @param network the network it is attached to
  record Blueprint(String image, String publicKey, LabNetwork network) {}

  /// All of them by number.
  List<Found> list() {
    String format =
        "{{.Names}}\t{{.State}}\t{{.Image}}\t{{.Label \"%s\"}}\t{{.Label \"%s\"}}\t{{.Label \"%s\"}}"
            .formatted(LabLabels.NUMBER, LabLabels.ADDRESS, LabLabels.ADDRESSES);
    return docker
        .run(
            LabDocker.SHORT, List.of("ps", "-a", "--filter", LabLabels.of(lab), "--format", format))
        .lines()
        .stream()
        .map(LabContainers::found)
        .sorted(Comparator.comparingInt(found -> found.server().number()))
        .toList();
  }

  private static Found found(String line) {
    List<String> fields = List.of(line.split("\t", -1));
    List<String> further =
        Stream.of(fields.get(5).split(" ", -1)).filter(a -> !a.isEmpty()).toList();
    LabServer server =
        new LabServer(Integer.parseInt(fields.get(3)), fields.get(0), fields.get(4), further);
    return new Found(server, fields.get(1), fields.get(2));
  }

  /// Creates the volume of a future server.
  void makeVolume(LabServer server) {
    docker.run(
        LabDocker.SHORT,
        List.of("volume", "create", "--label", LabLabels.set(LabLabels.LAB, lab), server.volume()));
  }

  /// Makes and starts a server.
  void create(LabServer server, Blueprint blueprint) {
    List<String> arguments = creation(server, blueprint);
    LabDocker.Answer answer = docker.attempt(LabDocker.SHORT, arguments);
    if (!answer.succeeded()) {
      docker.attempt(LabDocker.SHORT, List.of("rm", "-f", server.container()));
      LabDocker.succeeded(docker.commandLine(arguments), answer);
    }
  }

  /// The arguments of `docker` that make a server; see lab/README.md.
  List<String> creation(LabServer server, Blueprint blueprint) {
    LabNetwork network = blueprint.network();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("run", "-d", "--name", server.container()));
    words.addAll(List.of("--hostname", server.host().value()));
    words.addAll(List.of("--network", network.name(), "--ip", server.address()));
    words.addAll(network.privileges().arguments());
    words.addAll(List.of("--restart", "unless-stopped", "--stop-timeout", "130"));
    label(words, LabLabels.LAB, lab);
    label(words, LabLabels.NUMBER, String.valueOf(server.number()));
    label(words, LabLabels.ADDRESS, server.address());
    label(words, LabLabels.ADDRESSES, String.join(" ", server.furtherAddresses()));
    words.addAll(List.of("-e", "LAB_AUTHORIZED_KEY=" + blueprint.publicKey()));
    if (!server.furtherAddresses().isEmpty()) {
      int prefix = network.subnet().prefix();
      List<String> further =
          server.furtherAddresses().stream().map(address -> address + "/" + prefix).toList();
      words.addAll(List.of("-e", "LAB_ADDRESSES=" + String.join(" ", further)));
    }
    words.addAll(List.of("-v", server.volume() + ":/var/lib/docker", blueprint.image()));
    return words;
  }

  private static void label(List<String> words, String label, String value) {
    words.add("--label");
    words.add(LabLabels.set(label, value));
  }

  /// Waits until a server's daemons answer, then reads its facts.
  Probe probe(LabServer server, String publicKey, List<String> images) {
    List<String> words = new ArrayList<>(List.of("exec", server.container(), "sh"));
    List<String> arguments = new ArrayList<>(List.of(publicKey, CarriedImages.FORMAT));
    arguments.addAll(images);
    words.addAll(LabScript.PROBE.words(arguments));
    LabDocker.Answer answer = docker.attempt(LabDocker.LONG, words);
    if (!answer.succeeded()) {
      throw new ProblemException(notReady(server, answer));
    }
    return probe(answer.lines());
  }

  private static Probe probe(List<String> lines) {
    String machine = "";
    List<String> keys = new ArrayList<>();
    SequencedMap<String, String> images = new LinkedHashMap<>();
    for (String line : lines) {
      List<String> fields = List.of(line.split("\t", -1));
      switch (fields.getFirst()) {
        case "machine" -> machine = fields.get(1);
        case "key" -> keys.add(fields.get(1));
        case "image" -> images.put(fields.get(1), CarriedImages.identity(fields.get(2)));
        default -> throw new IllegalStateException("unexpected line of probe.sh: " + line);
      }
    }
    return new Probe(machine, keys, images);
  }

  private Problem notReady(LabServer server, LabDocker.Answer answer) {
    LabDocker.Answer logs =
        docker.attempt(LabDocker.SHORT, List.of("logs", "--tail", "5", server.container()));
    return new Problem(
        LabProblemCodes.LAB_SERVER_NOT_READY,
        "the lab's server " + server.host() + " does not become ready",
        server.container(),
        LabDocker.lastWords(answer) + "; its log ends: " + LabDocker.lastWords(logs),
        "read the rest of its log: "
            + ShellCommand.of("docker logs").word(server.container()).inline());
  }

  /// Copies an image of this machine to a server.
  void load(LabServer server, String reference) {
    List<String> into = List.of("exec", "-i", server.container(), "docker", "load", "-q");
    LabDocker.Answer answer = docker.pipe(LabDocker.LONG, List.of("save", reference), into);
    LabDocker.succeeded(docker.commandLine(into), answer);
  }

  /// The state of an existing server.
  ServerStatus status(Found found) {
    List<String> words = new ArrayList<>(List.of("exec", found.server().container(), "sh"));
    words.addAll(LabScript.STATUS.words(List.of()));
    List<String> lines = found.runs() ? docker.attempt(LabDocker.SHORT, words).lines() : List.of();
    return new ServerStatus(
        found.server(),
        found.state(),
        values(lines, "engine").stream().findFirst().orElse(""),
        values(lines, "image"),
        values(lines, "container"));
  }

  private static List<String> values(List<String> lines, String kind) {
    String start = kind + "\t";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .toList();
  }
}
