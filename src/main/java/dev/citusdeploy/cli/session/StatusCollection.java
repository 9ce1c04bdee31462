package dev.citusdeploy.cli.session;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.NodeLoad;
import dev.citusdeploy.execution.connectivity.ConnectionProbe;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.health.ClusterHealth;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.health.ConnectionAttempts;
import dev.citusdeploy.health.ConnectionHealth;
import dev.citusdeploy.health.FullDisks;
import dev.citusdeploy.health.HostRequirements;
import dev.citusdeploy.health.MetadataHealth;
import dev.citusdeploy.health.OlderData;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.secrets.ClusterSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the facts of all hosts and asks the catalog for health and load. What can't be had is a
/// problem in the status; everything else is still reported.
///
/// @param inventory the cluster
/// @param secrets its secrets
/// @param hosts reads the hosts' facts
/// @param catalog access to the catalog
/// @param connections the connections to the hosts
record StatusCollection(
    Inventory inventory,
    SecretsSource secrets,
    FactsCollection hosts,
    CatalogAccess catalog,
    Connections connections) {
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

  /// The status as it is now.
  ///
  /// @throws ProblemException when the secrets file is missing although there is data
  ClusterStatus status() throws InterruptedException {
    ClusterFacts facts = hosts.facts();
    Optional<ClusterSecrets> known = secrets.existing(facts);
    List<Problem> problems = new ArrayList<>();
    facts.unreachable().forEach(host -> problems.add(host.problem()));
    facts.known().stream()
        .map(host -> HostRequirements.problems(inventory.host(host.host()), host))
        .forEach(problems::addAll);
    problems.addAll(FullDisks.problems(inventory, facts));
    problems.addAll(OlderData.problems(inventory, facts));
    problems.addAll(ClusterHealth.containers(inventory, facts));
    if (known.isEmpty() || !catalog.isOpen(facts)) {
      problems.add(withoutCatalog(facts));
      return new ClusterStatus(inventory, facts, List.of(), List.of(), problems);
    }
    return asked(facts, known.get(), problems);
  }

  private Problem withoutCatalog(ClusterFacts facts) {
    return facts.hosts().get(inventory.coordinator().host()) instanceof HostFacts.Known
        ? ClusterHealth.coordinatorNotRunning(inventory)
        : ClusterHealth.coordinatorNotReached(inventory);
  }

  private ClusterStatus asked(ClusterFacts facts, ClusterSecrets known, List<Problem> problems)
      throws InterruptedException {
    List<HealthPair> matrix = new ArrayList<>();
    List<NodeLoad> loads = new ArrayList<>();
    CatalogFacts read = facts.catalog();
    try (CitusCatalog open = catalog.open(facts, known)) {
      CatalogFacts.Known found = open.facts(secrets.roles());
      read = found;
      ClusterReadiness readiness = open.checks().readiness(HEALTH_TIMEOUT);
      matrix.addAll(readiness.matrix());
      problems.addAll(ClusterHealth.problems(inventory, found, readiness, attempts(readiness)));
      problems.addAll(new MetadataHealth(inventory, found).losses());
      problems.addAll(new SettingNotes(inventory, found).problems());
      loads.addAll(open.shards().loads());
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return new ClusterStatus(inventory, facts.with(read), loads, matrix, problems);
  }

  /// Citus does not report why a connection failed, so those are tried again; a healthy cluster
  /// costs nothing more.
  private ConnectionAttempts attempts(ClusterReadiness readiness) throws InterruptedException {
    List<ConnectionAttempts.Pair> failed = ConnectionHealth.unexplained(inventory, readiness);
    return failed.isEmpty()
        ? ConnectionAttempts.NONE
        : new ConnectionProbe(inventory, connections.fanOut(), connections.existing()).of(failed);
  }
}
