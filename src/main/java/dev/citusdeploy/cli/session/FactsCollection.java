package dev.citusdeploy.cli.session;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.gather.FactsGatherer;
import dev.citusdeploy.facts.gather.FactsRequest;
import dev.citusdeploy.facts.gather.FileInspection;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.comparison.ChangedFiles;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Reads the facts of all hosts of a cluster, side by side.
final class FactsCollection {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final Inventory inventory;
  private final Connections connections;
  private final FactsGatherer gatherer;

  FactsCollection(Inventory inventory, Connections connections) {
    this.inventory = inventory;
    this.connections = connections;
    this.gatherer = new FactsGatherer(connections.fanOut(), Clock.systemUTC(), DEADLINE);
  }

  /// What every host reports, or why it could not be asked; nothing of the catalog yet.
  ClusterFacts facts() throws InterruptedException {
    var found = connections.fanOut().each(inventory.hosts(), this::of);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    found.forEach((host, facts) -> hosts.put(host.name(), facts));
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }

  /// The same with the content of files that are not as desired, so that a plan can show what would
  /// change in them, and who changed them. Where all are as they should be, nothing is sent.
  ClusterFacts withChangedFiles(DesiredState desired, ClusterFacts facts)
      throws InterruptedException {
    var questions = ChangedFiles.questions(desired, facts);
    if (questions.isEmpty()) {
      return facts;
    }
    return new FileInspection(connections.fanOut(), DEADLINE)
        .with(facts, questions, connections.existing(), inventory);
  }

  private HostFacts of(Host host) {
    RemoteHost remote;
    try {
      remote = connections.to(host);
    } catch (ProblemException e) {
      return FactsGatherer.unreachable(host.name(), e);
    }
    return gatherer.gather(remote, FactsRequest.of(inventory, host));
  }
}
