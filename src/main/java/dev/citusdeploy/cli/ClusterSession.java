package dev.citusdeploy.cli;

import dev.citusdeploy.catalog.CatalogConnector;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.CitusCatalog.HealthPair;
import dev.citusdeploy.catalog.CitusCatalog.NodeLoad;
import dev.citusdeploy.catalog.jdbc.JdbcCatalogConnector;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.desired.DesiredStateRenderer;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.LockInspection;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ClusterHealth;
import dev.citusdeploy.facts.ClusterStatus;
import dev.citusdeploy.facts.FactsGatherer;
import dev.citusdeploy.facts.FactsRequest;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.SameMachine;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.PlanOptions;
import dev.citusdeploy.plan.Planner;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.remote.ByteStream;
import dev.citusdeploy.remote.HostConnector;
import dev.citusdeploy.remote.HostFanOut;
import dev.citusdeploy.remote.RemoteHost;
import dev.citusdeploy.remote.ssh.SshConnector;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.SecretSourceReader;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/// One run's look at one cluster: every server is connected to once, and everything is closed with
/// the session. Here the rooms are wired together.
final class ClusterSession implements AutoCloseable {
  private static final Duration FACTS_DEADLINE = Duration.ofSeconds(60);
  private static final Duration HEALTH_TIMEOUT = Duration.ofSeconds(5);

  private final Inventory inventory;
  private final SecretsSource secrets;
  private final HostFanOut fanOut;
  private final HostConnector connector;
  private final FactsGatherer gatherer;
  private final ConcurrentMap<HostName, RemoteHost> connections = new ConcurrentHashMap<>();

  private ClusterSession(InventoryOptions options, Inventory inventory, SecretsSource secrets) {
    this.inventory = inventory;
    this.secrets = secrets;
    this.fanOut = new HostFanOut(options.parallel);
    this.gatherer = new FactsGatherer(fanOut, Clock.systemUTC(), FACTS_DEADLINE);
    this.connector =
        new SshConnector(
            Path.of(System.getProperty("user.home")),
            Duration.ofSeconds(options.connectTimeoutSeconds),
            new SecureRandom());
  }

  /// Reads the inventory and the secrets; connects to nothing yet.
  ///
  /// @throws ProblemException with everything that is wrong with either
  static ClusterSession open(InventoryOptions options) {
    Inventory inventory = InventoryInput.read(options);
    return new ClusterSession(options, inventory, SecretsSource.of(inventory, options));
  }

  Inventory inventory() {
    return inventory;
  }

  Path secretsFile() {
    return secrets.file();
  }

  Path exportedCertificate() {
    return secrets.certificateFile();
  }

  /// Looks at all hosts and at the catalog, renders what should be, and plans.
  ///
  /// @throws ProblemException when the secrets file is missing although there is data
  Observation observe(PlanningOptions planning) throws InterruptedException {
    PlanOptions wanted = planning.of(inventory);
    // Secrets that are made anew must not meet a host that may hold data made with older ones.
    PlanOptions options =
        new PlanOptions(
            wanted.only(),
            wanted.skipUnreachable() && secrets.loaded().isPresent(),
            wanted.maxUnavailable(),
            wanted.overwriteDrift());
    GivenPasswords given = GivenPasswords.of(inventory, secretSources());
    ClusterFacts hosts = lookAtHosts();
    ClusterSecrets known = secrets.orGenerated(hosts);
    ClusterFacts first = hosts.with(lookAtCatalog(hosts, known));
    DesiredState desired =
        new DesiredStateRenderer(TemplateFolder.of(inventory))
            .render(inventory, Trust.of(inventory, known, given), Trust.traits(inventory, first));
    ClusterFacts facts = new FileLooker(fanOut, FACTS_DEADLINE).look(desired, first, connections);
    Plan plan = new Planner(ScramVerifier::matches).plan(desired, facts, options);
    List<Problem> blockers = new ArrayList<>(plan.blockers());
    blockers.addAll(SameMachine.problems(inventory, facts));
    blockers.addAll(wayToTheCatalog(hosts));
    return new Observation(
        facts,
        known,
        given,
        secrets.mustSave(known),
        desired,
        new Plan(plan.steps(), blockers, plan.notes()));
  }

  /// Looks at all hosts and asks the catalog for health and load. What can't be had is a problem in
  /// the status; everything else is still told.
  ClusterStatus status() throws InterruptedException {
    ClusterFacts hosts = lookAtHosts();
    Optional<ClusterSecrets> known = secrets.existing(hosts);
    List<Problem> problems = new ArrayList<>();
    hosts.unreachable().forEach(host -> problems.add(host.problem()));
    hosts.known().forEach(host -> problems.addAll(host.problems()));
    problems.addAll(ClusterHealth.containers(inventory, hosts));
    if (known.isEmpty() || !coordinatorRuns(hosts)) {
      boolean reached =
          hosts.hosts().get(inventory.coordinator().host()) instanceof HostFacts.Known;
      problems.add(
          reached
              ? ClusterHealth.coordinatorNotRunning(inventory)
              : ClusterHealth.coordinatorNotReached(inventory));
      return new ClusterStatus(inventory, hosts, List.of(), List.of(), problems);
    }
    List<HealthPair> matrix = new ArrayList<>();
    List<NodeLoad> loads = new ArrayList<>();
    CatalogFacts look = hosts.catalog();
    try (CitusCatalog catalog = openCatalog(known.get())) {
      CatalogFacts.Known found = catalog.look(secrets.roles());
      look = found;
      matrix.addAll(catalog.healthMatrix(HEALTH_TIMEOUT));
      problems.addAll(ClusterHealth.problems(inventory, found, matrix));
      loads.addAll(catalog.loads());
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    return new ClusterStatus(inventory, hosts.with(look), loads, matrix, problems);
  }

  /// Saves the secrets before the first step that depends on them.
  void save(Observation seen) {
    secrets.save(seen.secrets());
  }

  /// What executing a plan needs of this session.
  ///
  /// @param command what the user asked for, for those who find the cluster locked
  ExecutionContext executionContext(
      Observation seen, String command, ExecutionContext.Limits limits) {
    SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
    inventory.hosts().forEach(host -> hosts.put(host.name(), connections.get(host.name())));
    return new ExecutionContext(
        inventory,
        hosts,
        catalogs(seen.secrets()),
        new RunIdentity(RunId.fresh(Instant.now()), ThisMachine.userAtHost(), command),
        limits,
        Clock.systemUTC(),
        seen.given().superuser());
  }

  private SecretSourceReader secretSources() {
    Path folder = inventory.file().toAbsolutePath().normalize().getParent();
    return new SecretSourceReader(
        System.getenv(), Objects.requireNonNull(folder), SecretSourceReader.DEADLINE);
  }

  /// Waits until no run holds the lock on any host that answers, at most so long. What is planned
  /// while another run is at work, or what is left of one that was killed, would not be so for
  /// long.
  void awaitLock(Duration patience) throws InterruptedException {
    LockInspection inspection = new LockInspection(inventory);
    Instant end = Instant.now().plus(patience);
    while (Instant.now().isBefore(end)) {
      var holders = ask(inspection::holder, new ArrayList<>());
      if (holders.values().stream().noneMatch(Optional::isPresent)) {
        return;
      }
      Thread.sleep(Duration.ofSeconds(1));
    }
  }

  /// Connects to every host and asks each the same; a host that does not answer is a problem.
  ///
  /// @param problems where problems are added
  <T> SequencedMap<HostName, T> ask(Function<RemoteHost, T> question, List<Problem> problems)
      throws InterruptedException {
    var answers =
        fanOut.each(
            inventory.hosts(),
            host -> {
              try {
                return Optional.of(question.apply(connected(host)));
              } catch (ProblemException e) {
                synchronized (problems) {
                  problems.addAll(e.problems());
                }
                return Optional.<T>empty();
              }
            });
    SequencedMap<HostName, T> found = new LinkedHashMap<>();
    answers.forEach((host, answer) -> answer.ifPresent(told -> found.put(host.name(), told)));
    return found;
  }

  private ClusterFacts lookAtHosts() throws InterruptedException {
    var found = fanOut.each(inventory.hosts(), this::lookAt);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    found.forEach((host, facts) -> hosts.put(host.name(), facts));
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }

  private HostFacts lookAt(Host host) {
    RemoteHost remote;
    try {
      remote = connected(host);
    } catch (ProblemException e) {
      return FactsGatherer.unreachable(host.name(), e);
    }
    return gatherer.gather(remote, FactsRequest.of(inventory, host));
  }

  /// The one connection to a host, made when it is first needed.
  private RemoteHost connected(Host host) {
    RemoteHost known = connections.get(host.name());
    if (known != null) {
      return known;
    }
    RemoteHost remote = connector.connect(host);
    connections.put(host.name(), remote);
    return remote;
  }

  private CatalogFacts lookAtCatalog(ClusterFacts hosts, ClusterSecrets known) {
    if (!coordinatorRuns(hosts)) {
      return new CatalogFacts.NotRunning();
    }
    try (CitusCatalog catalog = openCatalog(known)) {
      return catalog.look(secrets.roles());
    } catch (ProblemException e) {
      return new CatalogFacts.Unavailable(e.problems().getFirst());
    }
  }

  /// Whether SQL could reach a coordinator that does not run yet: a server that forbids connections
  /// through its sshd is told before anything is changed, not after the last node was started.
  private List<Problem> wayToTheCatalog(ClusterFacts hosts) {
    Node coordinator = inventory.coordinator();
    RemoteHost host = connections.get(coordinator.host());
    if (host == null
        || !(hosts.hosts().get(coordinator.host()) instanceof HostFacts.Known)
        || coordinatorRuns(hosts)) {
      return List.of();
    }
    NodeAddress address = inventory.addressOnHost(coordinator);
    try (ByteStream _ = host.connect(address.host(), address.port())) {
      return List.of();
    } catch (ProblemException e) {
      // That nothing listens there yet is as it should be.
      return e.problems().stream()
          .filter(problem -> problem.kind() == Problem.Kind.UNREACHABLE)
          .toList();
    }
  }

  private boolean coordinatorRuns(ClusterFacts hosts) {
    Node coordinator = inventory.coordinator();
    return hosts.hosts().get(coordinator.host()) instanceof HostFacts.Known known
        && known
            .node(coordinator.name())
            .map(NodeFacts::container)
            .filter(container -> container.state().equals("running"))
            .isPresent();
  }

  private CitusCatalog openCatalog(ClusterSecrets known) {
    Node coordinator = inventory.coordinator();
    RemoteHost host = Objects.requireNonNull(connections.get(coordinator.host()), "not connected");
    return catalogs(known).connect(host, inventory.addressOnHost(coordinator));
  }

  private CatalogConnector catalogs(ClusterSecrets known) {
    Node coordinator = inventory.coordinator();
    String log =
        ServerCommand.on(
            inventory.hostOf(coordinator),
            "docker logs --tail 100 " + inventory.cluster() + "-" + coordinator.name());
    return new JdbcCatalogConnector(Trust.credentials(inventory, known), log, new SecureRandom());
  }

  @Override
  public void close() {
    connections.values().forEach(RemoteHost::close);
    connector.close();
  }
}
