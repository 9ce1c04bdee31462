package dev.citusdeploy.facts.gather;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.health.HostRequirements;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory.Paths;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.remote.LocalShellHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// A server made of a temporary folder: its two roots, and programs that stand before the real ones
/// on its path and replay what real ones said.
public final class FakeServer {
  private static final String DOCKER =
      """
      #!/bin/sh
      case "$*" in
        info*) cat "$0-info"; exit "$(cat "$0-info-status" 2>/dev/null || echo 0)" ;;
        "ps --all --filter name="*) cat "$0-namesakes" 2>/dev/null ;;
        *publish=*) cat "$0-publishing" 2>/dev/null ;;
        ps*) if [ -s "$0-containers" ]; then echo 0123456789ab; fi ;;
        "inspect --type container --format own "*) cat "$0-own" 2>/dev/null ;;
        inspect*) cat "$0-containers" ;;
        "run --rm --network none --entrypoint sh "*) echo "$7" >>"$0-inspected"; cat "$0-holds" ;;
        "image inspect"*debian:trixie-slim) cat "$0-image" ;;
        "image inspect"*) echo; cat "$0-noimage" >&2; exit 1 ;;
        "compose version --short") cat "$0-compose" ;;
        *) echo "unexpected: $*" >&2; exit 99 ;;
      esac
      """;
  private static final String CURL =
      """
      #!/bin/sh
      printf '%s\\n' "$*" >"$0-asked"
      for url do
        case $url in
          http://docker/info) cat "$0-info"; printf '\\nstatus 200\\n' ;;
          http://docker/containers/*) cat "$0-containers"; printf '\\nstatus 200\\n' ;;
          http://docker/images/debian:trixie-slim/json) cat "$0-image"; printf '\\nstatus 200\\n' ;;
          http://docker/images/*) cat "$0-noimage"; printf '\\nstatus 404\\n' ;;
        esac
      done
      """;

  final Path program;
  final Path data;
  private final Path folder;
  private final Path bin;
  private final LocalShellHost host;
  private List<Integer> ports = List.of(1, 2);

  FakeServer(Path folder, List<String> shell) {
    this.folder = folder;
    this.program = folder.resolve("opt [x]*");
    this.data = folder.resolve("data root");
    this.bin = folder.resolve("bin");
    try {
      Files.createDirectories(bin);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.host =
        new LocalShellHost("pg-w1", shell)
            .environment("PATH", bin + ":" + LocalPrograms.path())
            .environment("HOME", folder.toString())
            .environment("CITUS_DEPLOY_DOCKER_SOCKET", folder.resolve("no.sock").toString());
  }

  /// A docker program that answers like one of the recorded releases.
  FakeServer docker(String release) throws IOException {
    command("docker", DOCKER);
    for (String part : List.of("info", "containers", "image", "noimage")) {
      Files.write(bin.resolve("docker-" + part), recorded(release + "/program-" + part));
    }
    return this;
  }

  /// The engine's socket and a curl that answers in its place.
  FakeServer engine(String release) throws IOException {
    docker(release);
    command("curl", CURL);
    for (String part : List.of("info", "containers", "image", "noimage")) {
      Files.write(bin.resolve("curl-" + part), recorded(release + "/direct-" + part));
    }
    file(folder.resolve("no.sock"), "");
    return this;
  }

  FakeServer command(String name, String text) throws IOException {
    // It may be a link to a program of this machine, which is not to be written over.
    Files.deleteIfExists(bin.resolve(name));
    Path file = file(bin.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /// Hides every program but those of a list.
  FakeServer onlyPrograms(List<String> names) throws IOException {
    for (String name : names) {
      Files.createSymbolicLink(bin.resolve(name), LocalPrograms.locate(name));
    }
    host.environment("PATH", bin.toString());
    return this;
  }

  /// Every applet of BusyBox and nothing else.
  FakeServer onlyBusyBox() throws IOException, InterruptedException {
    int status =
        LocalPrograms.process("busybox", "--install", "-s", bin.toString()).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("busybox --install failed");
    }
    host.environment("PATH", bin.toString());
    return this;
  }

  FakeServer environment(String name, String value) {
    host.environment(name, value);
    return this;
  }

  /// The ports that the nodes shall listen on, instead of some that nobody uses.
  FakeServer ports(int first, int second) {
    ports = List.of(first, second);
    return this;
  }

  Path bin(String name) {
    return bin.resolve(name);
  }

  static Path file(Path path, String content) throws IOException {
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.writeString(path, content);
  }

  /// A host as an inventory may describe it.
  ///
  /// @param ports one for each of its nodes
  public static Host host(String user, List<Integer> ports) {
    HostName name = new HostName("pg-w1");
    List<Node> nodes = new ArrayList<>();
    for (int port : ports) {
      nodes.add(
          new Node(
              new NodeName(nodes.isEmpty() ? "pg-w1" : "pg-w1-" + (nodes.size() + 1)),
              name,
              Role.WORKER,
              new NodeAddress("10.0.0.11", port),
              new LinkedHashMap<>()));
    }
    var ssh = InventorySketch.login(user, 22, null, Path.of("known_hosts"), !user.equals("root"));
    return InventorySketch.host(name, "10.0.0.11", ssh, nodes, "");
  }

  HostFacts facts() {
    return facts(List.of("debian:trixie-slim", "nope:1"));
  }

  HostFacts facts(List<String> images) {
    var request =
        new FactsRequest(
            "shop", new Paths(program.toString(), data.toString()), images, host("root", ports));
    return new FactsGatherer(new FanOut(4), Clock.systemUTC(), Duration.ofSeconds(60))
        .gather(host, request);
  }

  /// What this server lacks.
  List<Problem> problems() {
    return problems(known());
  }

  /// What a server lacks by its facts.
  static List<Problem> problems(HostFacts.Known facts) {
    return HostRequirements.problems(host("deploy", List.of(5432)), facts);
  }

  HostFacts.Known known() {
    return switch (facts()) {
      case HostFacts.Known known -> known;
      case HostFacts.Unreachable unreachable ->
          throw new AssertionError(unreachable.problem() + " " + unreachable.problem().why());
    };
  }

  private static byte[] recorded(String name) throws IOException {
    try (InputStream stream = FakeServer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no recording " + name);
      }
      return stream.readAllBytes();
    }
  }
}
