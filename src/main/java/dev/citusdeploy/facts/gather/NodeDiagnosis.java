package dev.citusdeploy.facts.gather;

import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.remote.Answer;
import dev.citusdeploy.remote.Script;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A second query of a host, only where a node is not healthy: what prevents it from running, and
/// whether its container ends again and again. A healthy cluster is spared its cost.
final class NodeDiagnosis {
  /// This many restarts by the engine count as "again and again", as in `engine.sh`.
  private static final int AGAIN = 3;

  private static final Pattern OWN =
      Pattern.compile("own /?(\\S{1,200}) ([a-z]{1,20}) ([a-z]{1,20}) ([0-9]{1,9})");
  private static final Pattern CONTAINER =
      Pattern.compile("container (\\S{1,200}) (\\S{1,200}) (.{0,1000})");
  private static final Pattern LISTENER =
      Pattern.compile(
          "listener ((?:[0-9A-F]{8}){1,4}) ([0-9A-F]{4}) ([0-9]{1,10}|-) (\\S{1,200}) ([ -~]{1,200})");

  private static final Pattern ADDRESS = Pattern.compile("address ([0-9.]{7,15}|[0-9a-f]{32})");

  private final FactsRequest request;
  private final HostFacts.Known known;

  NodeDiagnosis(FactsRequest request, HostFacts.Known known) {
    this.request = request;
    this.known = known;
  }

  /// The script to run; empty when every node is healthy.
  Optional<Script> question(String text, Duration deadline) {
    List<String> names = new ArrayList<>();
    List<String> own = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < request.nodes().size(); i++) {
      Optional<ContainerFacts> container = container(request.nodes().get(i));
      if (container.isEmpty()) {
        names.add(containerName(request.nodes().get(i)));
      } else if (!container.get().isHealthy()) {
        own.add(container.get().name());
      }
      if (container.filter(ContainerFacts::isHealthy).isEmpty()) {
        ports.add(request.ports().get(i));
      }
    }
    return ports.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Script("inspect other workloads", text, deadline)
                .with("names", String.join(" ", names))
                .with("own", String.join(" ", own))
                .with(
                    "ports", ports.stream().map(String::valueOf).collect(Collectors.joining(" "))));
  }

  /// The host with the facts in the answer. A socket of a node's own container is not another
  /// workload.
  ///
  /// @throws MalformedAnswerException with the reason
  HostFacts.Known read(Answer answer) {
    List<String> lines = answer.output().lines().toList();
    if (!answer.succeeded() || lines.isEmpty() || !lines.getLast().equals("end")) {
      throw new MalformedAnswerException("the answer stops before its end");
    }
    List<OtherWorkloads.Namesake> containers = new ArrayList<>();
    List<OtherWorkloads.Listener> listeners = new ArrayList<>();
    Set<String> addresses = new LinkedHashSet<>();
    Set<String> ending = new HashSet<>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      Matcher container = CONTAINER.matcher(line);
      Matcher listener = LISTENER.matcher(line);
      Matcher own = OWN.matcher(line);
      Matcher address = ADDRESS.matcher(line);
      if (own.matches()) {
        if (endsAgainAndAgain(own)) {
          ending.add(own.group(1));
        }
      } else if (container.matches()) {
        containers.add(
            new OtherWorkloads.Namesake(
                container.group(1), container.group(2), container.group(3)));
      } else if (listener.matches()) {
        listeners.add(listener(listener));
      } else if (address.matches()) {
        addresses.add(ownAddress(address.group(1)));
      } else {
        throw new MalformedAnswerException("an odd line: " + FactsLines.shown(line));
      }
    }
    // Only requested names and ports of this host's own nodes count.
    List<String> names = request.nodes().stream().map(this::containerName).toList();
    containers.removeIf(container -> !names.contains(container.name()));
    listeners.removeIf(listener -> !request.ports().contains(listener.port()));
    List<String> ownNames = known.nodes().values().stream().flatMap(this::ownName).toList();
    List<OtherWorkloads.Listener> ownListeners =
        listeners.stream().filter(listener -> ownNames.contains(listener.container())).toList();
    listeners.removeAll(ownListeners);
    return known
        .with(new OtherWorkloads(containers, listeners, ownListeners, List.copyOf(addresses)))
        .with(restarting(ending));
  }

  /// Such a container runs briefly between two ends, too short for a result of its health check. A
  /// container that ended once and recovers does not count, nor one that has run for long and
  /// became unhealthy.
  private static boolean endsAgainAndAgain(Matcher own) {
    boolean momentary =
        own.group(2).equals("restarting")
            || (own.group(2).equals("running") && own.group(3).equals("starting"));
    return momentary && Integer.parseInt(own.group(4)) >= AGAIN;
  }

  /// All nodes, with the state `restarting` for a container that ends again and again, even if it
  /// was running when it was inspected.
  private SequencedMap<NodeName, NodeFacts> restarting(Set<String> ending) {
    SequencedMap<NodeName, NodeFacts> nodes = new LinkedHashMap<>(known.nodes());
    nodes.replaceAll((_, node) -> {
      ContainerFacts container = node.container();
      return container != null
              && container.state().equals("running")
              && ending.contains(container.name())
          ? node.with(container.restarting())
          : node;
    });
    return Collections.unmodifiableSequencedMap(nodes);
  }

  private Stream<String> ownName(NodeFacts node) {
    ContainerFacts container = node.container();
    return container == null ? Stream.empty() : Stream.of(container.name());
  }

  private OtherWorkloads.Listener listener(Matcher matcher) {
    return new OtherWorkloads.Listener(
        address(matcher.group(1)),
        Integer.parseInt(matcher.group(2), 16),
        known(matcher.group(3)),
        known(matcher.group(4)),
        known(matcher.group(5)));
  }

  private static String known(String text) {
    return text.equals("-") ? "" : text;
  }

  /// The kernel writes an address as numbers of four bytes, each in the machine's own byte order.
  private String address(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (!known.system().architecture().equals("s390x")) {
      for (int i = 0; i < bytes.length; i += 4) {
        swap(bytes, i, i + 3);
        swap(bytes, i + 1, i + 2);
      }
    }
    return address(bytes);
  }

  private static String ownAddress(String text) {
    try {
      return text.indexOf('.') < 0
          ? address(HexFormat.of().parseHex(text))
          : InetAddress.ofLiteral(text).getHostAddress();
    } catch (IllegalArgumentException _) {
      throw new MalformedAnswerException("an odd address: " + FactsLines.shown(text));
    }
  }

  private static String address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException _) {
      throw new MalformedAnswerException(
          "an odd address: " + FactsLines.shown(HexFormat.of().formatHex(bytes)));
    }
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  private Optional<ContainerFacts> container(NodeName node) {
    return known.node(node).map(NodeFacts::container);
  }

  private String containerName(NodeName node) {
    return request.layout().container(node);
  }
}
