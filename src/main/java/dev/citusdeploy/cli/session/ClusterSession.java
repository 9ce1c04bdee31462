package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.journal.LocalRun;
import dev.citusdeploy.execution.journal.MeasuredDurations;
import dev.citusdeploy.execution.lock.LockInspection;
import dev.citusdeploy.facts.RunningAddress;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.remote.RemoteHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// One run's dealings with one cluster: every server is connected to once, and everything is closed
/// with the session. Here the packages are wired together.
public final class ClusterSession implements AutoCloseable {
  private final Inventory inventory;
  private final SecretsSource secrets;
  private final Connections connections;
  private final FactsCollection hosts;
  private final CatalogAccess catalog;

  private ClusterSession(InventoryOptions options, Inventory inventory, SecretsSource secrets) {
    this.inventory = inventory;
    this.secrets = secrets;
    this.connections = new Connections(inventory, options);
    this.hosts = new FactsCollection(inventory, connections);
    this.catalog = new CatalogAccess(inventory, connections);
  }

  /// Reads the inventory and the secrets; connects to nothing yet.
  ///
  /// @throws ProblemException with everything that is wrong with either
  public static ClusterSession open(InventoryOptions options) {
    Inventory inventory = InventoryInput.read(options);
    return new ClusterSession(options, inventory, SecretsSource.of(inventory, options));
  }

  public Inventory inventory() {
    return inventory;
  }

  public Path secretsFile() {
    return secrets.file();
  }

  public Path exportedCertificate() {
    return secrets.certificateFile();
  }

  /// Reads the facts of all hosts and the catalog, renders the desired state, and plans.
  ///
  /// @param intent what is wanted
  /// @throws ProblemException when the secrets file is missing although there is data
  public Observation observe(Intent intent) throws InterruptedException {
    return new PlanObservation(inventory, secrets, hosts, catalog).observe(intent);
  }

  /// Reads the facts of all hosts and asks the catalog for health and load.
  public ClusterStatus status() throws InterruptedException {
    return new StatusCollection(inventory, secrets, hosts, catalog, connections).status();
  }

  /// How long the steps of a plan took when they were last done: what this machine's journal knows,
  /// and only where that lacks a step, what the coordinator's host knows. A converged cluster costs
  /// neither.
  public MeasuredDurations durations(Plan plan, LocalJournalFile journal) {
    if (plan.steps().isEmpty()) {
      return MeasuredDurations.NONE;
    }
    MeasuredDurations here =
        MeasuredDurations.local(journal.text(), LocalRun.ClusterMark.of(inventory));
    if (here.knowsAll(plan)) {
      return here;
    }
    try {
      return connections
          .existing(inventory.coordinator().host())
          .map(host -> here.or(MeasuredDurations.of(host, inventory)))
          .orElse(here);
    } catch (ProblemException e) {
      // A plan without times is as good.
      return here;
    }
  }

  /// Saves the secrets before the first step that depends on them.
  public void save(Observation seen) {
    secrets.save(seen.secrets());
  }

  /// What executing a plan needs of this session.
  ///
  /// @param command what the user asked for, for those who find the cluster locked
  public ExecutionContext executionContext(
      Observation seen, String command, ExecutionContext.Limits limits) {
    return new ExecutionContext(
        inventory,
        connections.existing(),
        catalog.connector(seen.secrets()),
        RunningAddress.ofCoordinator(inventory, seen.facts()),
        new RunIdentity(RunId.fresh(Instant.now()), ThisMachine.userAtHost(), command),
        limits,
        Clock.systemUTC(),
        seen.given().superuser());
  }

  /// Waits until no run holds the lock on any host that answers, at most so long. What is planned
  /// while another run is at work, or what is left of one that was killed, would not be so for
  /// long.
  ///
  /// @throws ProblemException when this login may not read the lock
  public void awaitLock(Duration patience) throws InterruptedException {
    LockInspection inspection = new LockInspection(inventory);
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      List<Problem> problems = new ArrayList<>();
      var holders = ask(inspection::holder, problems);
      List<Problem> notSeen = problems.stream().filter(LockInspection::isNotSeen).toList();
      if (!notSeen.isEmpty()) {
        throw new ProblemException(notSeen);
      }
      if (holders.values().stream().noneMatch(Optional::isPresent)) {
        return;
      }
      Thread.sleep(Duration.ofSeconds(1));
    }
  }

  /// Connects to every host and asks each the same; a host that does not answer is a problem.
  ///
  /// @param problems where problems are added
  public <T> SequencedMap<HostName, T> ask(Function<RemoteHost, T> question, List<Problem> problems)
      throws InterruptedException {
    return connections.ask(question, problems);
  }

  @Override
  public void close() {
    connections.close();
  }
}
