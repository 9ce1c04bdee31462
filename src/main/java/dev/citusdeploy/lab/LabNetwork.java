package dev.citusdeploy.lab;

import dev.citusdeploy.lab.docker.LabDocker;
import dev.citusdeploy.lab.docker.LabLabels;
import dev.citusdeploy.lab.docker.LabProblemCodes;
import dev.citusdeploy.lab.docker.Privileges;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The network of a lab and its addresses: `.1` is this machine, `.11` and up are the servers,
/// `.64` and up their further addresses, the last 64 are assigned by Docker.
///
/// @param name of the network, the lab's own
/// @param subnet its addresses
/// @param privileges the rights that were found to work when it was made
record LabNetwork(String name, Subnet subnet, Privileges privileges) {
  private static final int FIRST_SERVER = 11;
  private static final int FIRST_FURTHER = 64;
  private static final int OTHERS = 64;
  private static final int TRIES = 20;

  /// The network of a lab, if there is one.
  static Optional<LabNetwork> find(LabDocker docker, String lab) {
    String format =
        "{{.Name}}\t{{.Label \"%s\"}}\t{{.Label \"%s\"}}"
            .formatted(LabLabels.SUBNET, LabLabels.PRIVILEGES);
    return docker
        .run(
            LabDocker.SHORT,
            List.of("network", "ls", "--filter", LabLabels.of(lab), "--format", format))
        .lines()
        .stream()
        .map(line -> List.of(line.split("\t", -1)))
        .map(fields ->
            new LabNetwork(
                fields.get(0),
                Subnet.parse(fields.get(1)).orElseThrow(),
                Privileges.valueOf(fields.get(2))))
        .findFirst();
  }

  /// Creates the network of a lab on unused addresses.
  static LabNetwork make(LabDocker docker, String lab, LabOptions options, Privileges privileges) {
    int prefix = prefix(options);
    List<Subnet> taken = new ArrayList<>(Routes.ofThisMachine());
    taken.addAll(ofOtherNetworks(docker));
    String why = "";
    for (int i = 0; i < TRIES; i++) {
      Optional<Subnet> subnet = Subnet.free(prefix, taken);
      if (subnet.isEmpty()) {
        break;
      }
      LabNetwork network = new LabNetwork(lab, subnet.orElseThrow(), privileges);
      LabDocker.Answer answer = docker.attempt(LabDocker.SHORT, network.creation());
      if (answer.succeeded()) {
        return network;
      }
      // Another lab may have taken the same addresses a moment ago.
      why = LabDocker.lastWords(answer);
      taken.add(network.subnet());
    }
    throw new ProblemException(
        new Problem(
            LabProblemCodes.LAB_NETWORK,
            "no network can be made for the lab " + lab,
            "this machine",
            why.isEmpty() ? "172.31.0.0/16 and 10.231.0.0/16 are in use" : why,
            "remove networks that no container uses: `docker network prune`"));
  }

  private static int prefix(LabOptions options) {
    int room = FIRST_FURTHER + options.servers() * options.addresses() + OTHERS;
    return room <= 256 ? 24 : 20;
  }

  private static List<Subnet> ofOtherNetworks(LabDocker docker) {
    List<String> ids = docker.run(LabDocker.SHORT, List.of("network", "ls", "-q")).lines();
    if (ids.isEmpty()) {
      return List.of();
    }
    List<String> inspect =
        Stream.concat(
                Stream.of(
                    "network",
                    "inspect",
                    "--format",
                    "{{range .IPAM.Config}}{{println .Subnet}}{{end}}"),
                ids.stream())
            .toList();
    // Not "run": one of them may be gone by now.
    return docker.attempt(LabDocker.SHORT, inspect).lines().stream()
        .flatMap(line -> Subnet.parse(line.strip()).stream())
        .toList();
  }

  private List<String> creation() {
    return List.of(
        "network",
        "create",
        "--subnet",
        subnet.toString(),
        "--gateway",
        subnet.address(1),
        "--ip-range",
        subnet.forOthers().toString(),
        "--label",
        LabLabels.set(LabLabels.LAB, name),
        "--label",
        LabLabels.set(LabLabels.SUBNET, subnet.toString()),
        "--label",
        LabLabels.set(LabLabels.PRIVILEGES, privileges.name()),
        name);
  }

  /// The servers of a lab: the existing ones unchanged, and new ones up to a number.
  List<LabServer> planned(List<LabServer> existing, LabOptions options) {
    Set<String> used = new HashSet<>();
    existing.forEach(server -> used.addAll(server.furtherAddresses()));
    List<LabServer> all = new ArrayList<>();
    int most =
        Math.max(options.servers(), existing.stream().mapToInt(LabServer::number).max().orElse(0));
    for (int number = 1; number <= most; number++) {
      int wanted = number;
      all.add(
          existing.stream()
              .filter(server -> server.number() == wanted)
              .findFirst()
              .orElseGet(() -> server(wanted, further(options.addresses(), used))));
    }
    return all;
  }

  private LabServer server(int number, List<String> further) {
    return new LabServer(
        number, name + "-" + number, subnet.address(FIRST_SERVER + number - 1), further);
  }

  private List<String> further(int count, Set<String> used) {
    List<String> free =
        IntStream.range(FIRST_FURTHER, subnet.size() - OTHERS)
            .mapToObj(subnet::address)
            .filter(address -> !used.contains(address))
            .limit(count)
            .toList();
    if (free.size() < count) {
      throw new ProblemException(
          new Problem(
              LabProblemCodes.LAB_NETWORK_FULL,
              "the lab's network " + subnet + " has no space for more addresses",
              name,
              "it was made for fewer of them",
              "make it again, which removes its servers: `citus-deploy lab down`, then the same command"
                  + " again"));
    }
    used.addAll(free);
    return free;
  }
}
