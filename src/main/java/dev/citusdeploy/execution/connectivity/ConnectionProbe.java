package dev.citusdeploy.execution.connectivity;

import dev.citusdeploy.execution.script.ScriptFiles;
import dev.citusdeploy.health.ConnectionAttempts;
import dev.citusdeploy.health.ConnectionAttempts.Pair;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.FanOut;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// Tries connections between nodes once more, to learn why Citus did not get them: Citus itself
/// reports only that it did not. Used only where a connection failed.
public final class ConnectionProbe {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Inventory inventory;
  private final FanOut fanOut;
  private final Map<HostName, RemoteHost> hosts;

  /// @param hosts connections that are open; a node of another host is not asked
  public ConnectionProbe(Inventory inventory, FanOut fanOut, Map<HostName, RemoteHost> hosts) {
    this.inventory = inventory;
    this.fanOut = fanOut;
    this.hosts = Map.copyOf(hosts);
  }

  /// What was answered. A host that cannot be asked adds nothing.
  public ConnectionAttempts of(List<Pair> pairs) throws InterruptedException {
    SequencedMap<HostName, List<Pair>> asked = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      HostName host = node(pair.from().value()).host();
      if (hosts.containsKey(host)) {
        asked.computeIfAbsent(host, _ -> new ArrayList<>()).add(pair);
      }
    }
    Map<Pair, String> words = new HashMap<>();
    fanOut
        .each(
            List.copyOf(asked.sequencedEntrySet()), entry -> ask(entry.getKey(), entry.getValue()))
        .values()
        .forEach(words::putAll);
    return new ConnectionAttempts(words);
  }

  private Map<Pair, String> ask(HostName name, List<Pair> pairs) {
    RemoteHost host = hosts.get(name);
    if (host == null) {
      return Map.of();
    }
    try {
      return read(pairs, host.run(script(pairs)).output());
    } catch (ProblemException _) {
      return Map.of();
    }
  }

  private Script script(List<Pair> pairs) {
    String nodes =
        pairs.stream()
            .map(pair -> node(pair.from().value()))
            .distinct()
            .map(from ->
                "%s|%s|%d"
                    .formatted(
                        from.name(),
                        inventory.layout().container(from.name()),
                        from.address().port()))
            .collect(Collectors.joining("\n"));
    String connections =
        pairs.stream()
            .map(pair -> {
              Node to = node(pair.to().value());
              return pair.from() + "|" + to.address().host() + "|" + to.address().port();
            })
            .collect(Collectors.joining("\n"));
    return ScriptFiles.alone("try connections again", "check-connectivity.sh", DEADLINE)
        .with("NODES", nodes)
        .with("CONNECTIONS", connections)
        .with("PARALLEL", Integer.toString(ConnectivityCheck.parallel(inventory)))
        .with("WAIT", Long.toString(DEADLINE.toSeconds() - 5))
        .with("SUPERUSER", inventory.superuser())
        .with("DATABASE", inventory.database());
  }

  /// Lines `connection SOURCE ADDRESS PORT EXIT-CODE WORDS`; others are of no interest.
  private Map<Pair, String> read(List<Pair> pairs, String output) {
    Map<String, String> answers = new HashMap<>();
    output
        .lines()
        .map(line -> line.split(" ", 6))
        .filter(
            parts -> parts.length == 6 && parts[0].equals("connection") && !parts[4].equals("0"))
        .forEach(
            parts -> answers.put(parts[1] + " " + parts[2] + " " + parts[3], parts[5].strip()));
    Map<Pair, String> words = new HashMap<>();
    for (Pair pair : pairs) {
      Node to = node(pair.to().value());
      String message =
          answers.get(pair.from() + " " + to.address().host() + " " + to.address().port());
      if (message != null) {
        words.put(pair, message);
      }
    }
    return words;
  }

  private Node node(String name) {
    return inventory.nodes().stream()
        .filter(node -> node.name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
