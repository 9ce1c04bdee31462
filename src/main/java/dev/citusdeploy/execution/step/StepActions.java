package dev.citusdeploy.execution.step;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.Deadline;
import dev.citusdeploy.execution.EndableWaits;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.connectivity.NodeChecks;
import dev.citusdeploy.execution.gate.Roll;
import dev.citusdeploy.execution.gate.RollGate;
import dev.citusdeploy.execution.journal.Journal;
import dev.citusdeploy.execution.journal.RunRecords;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.script.Progress;
import dev.citusdeploy.health.ClusterHealth;
import dev.citusdeploy.health.ConnectionAttempts;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Does each step in the way its action asks for.
public final class StepActions implements StepRunner {
  private static final Duration SYNC = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int COMPLAINTS = 30;

  private final ExecutionContext context;
  private final CatalogSession session;
  private final EndableWaits waits;
  private final RunRecords records;
  private final StepFailures failures;
  private final ScriptSteps scripts;
  private final PlannedOn planned = new PlannedOn();
  private final NodeChecks checks;
  private final RollGate gate;
  private volatile List<String> notes = List.of();

  /// @param waits what the first interrupt of the run ends
  /// @param roll the nodes that the run re-creates
  public StepActions(
      ExecutionContext context,
      CatalogSession session,
      EndableWaits waits,
      ClusterLock lock,
      Roll roll) {
    this.context = context;
    this.session = session;
    this.waits = waits;
    this.records = new RunRecords(context, lock);
    this.failures = new StepFailures(context.inventory());
    this.scripts = new ScriptSteps(context, lock, failures);
    this.checks = new NodeChecks(context, failures);
    this.gate = new RollGate(context, session, roll, waits, Thread::sleep);
  }

  @Override
  public boolean run(Step step) {
    return switch (step.action()) {
      case Action.PullImage pull -> scripts.pull(step, pull);
      case Action.WriteFiles write -> scripts.write(step, write);
      case Action.InitialiseData initialise -> scripts.initialise(step, initialise);
      case Action.StartNode(DesiredNode node) -> forgetting(node, scripts.start(step, node));
      case Action.RecreateNode(DesiredNode node) -> recreate(step, node);
      case Action.ReloadNode(DesiredNode node) -> scripts.reload(step, node);
      case Action.RecordBirth(DesiredNode node) -> scripts.recordBirth(step, node);
      case Action.CheckNodes check -> checks.check(step, check);
      case Action.SetCoordinatorHost(var address) ->
          moved(
              step,
              address,
              inCatalog(step, catalog -> catalog.nodes().setCoordinatorHost(address)));
      case Action.AddNode(var address) -> inCatalog(step, catalog -> catalog.nodes().add(address));
      case Action.MoveNode move ->
          moved(
              step,
              move.to(),
              inCatalog(step, catalog -> catalog.nodes().update(move.nodeId(), move.to(), SYNC)));
      case Action.SyncMetadata(var address) ->
          inCatalog(step, catalog -> catalog.nodes().syncMetadata(address));
      case Action.RestrictClients(var superuser, var database) ->
          inCatalog(step, catalog -> catalog.roles().restrictClients(superuser, database));
      case Action.PutRole(var role, var password, var database) ->
          inCatalog(step, catalog -> catalog.roles().put(role, password, database));
      case Action.VerifyCluster _ -> verify(step);
    };
  }

  @Override
  public void endWaits() {
    waits.end();
  }

  @Override
  public String waitingFor(Step step) {
    return gate.waitingFor(step)
            .or(() -> scripts.progress(step).map(Progress::words))
            .orElseGet(() -> ownWait(step))
        + " (host "
        + step.host()
        + ")";
  }

  private static String ownWait(Step step) {
    return switch (step.action()) {
      case Action.PullImage(String image, var _) -> "the image " + image + " to arrive";
      case Action.WriteFiles _ -> "its files to be written";
      case Action.InitialiseData _ -> "its data to be made";
      case Action.StartNode _, Action.RecreateNode _ -> "its server to answer SQL over TCP";
      case Action.ReloadNode _ -> "its server to load its files";
      case Action.RecordBirth _ -> "the record to be written";
      case Action.CheckNodes _ -> "the nodes to look at each other";
      case Action.SetCoordinatorHost _ -> "the catalog to take the coordinator's address";
      case Action.AddNode _ -> "the catalog to register it";
      case Action.MoveNode _ -> "its new address to reach every node";
      case Action.SyncMetadata _ -> "it to take the metadata";
      case Action.RestrictClients _ -> "every node to restrict what client roles reach";
      case Action.PutRole(String role, _, _) -> "role " + role + " to be set";
      case Action.VerifyCluster _ -> "every node to reach every other one";
    };
  }

  /// What changes the catalog checks the lock and writes its record first, like every script that
  /// changes something.
  private boolean inCatalog(Step step, Consumer<CitusCatalog> work) {
    records.write(step.host(), "begin", Journal.of(step));
    int exitCode = 1;
    try {
      session.change(
          step,
          catalog -> {
            planned.check(step, catalog);
            work.accept(catalog);
            return true;
          });
      exitCode = 0;
    } finally {
      records.ended(step, exitCode);
    }
    return true;
  }

  private boolean recreate(Step step, DesiredNode node) {
    return gate.around(
        step,
        node,
        () -> scripts.serves(step, node),
        () -> forgetting(node, scripts.recreate(step, node)));
  }

  /// A session does not outlive the server it was with.
  private boolean forgetting(DesiredNode node, boolean changed) {
    if (node.node().name().equals(context.inventory().coordinator().name())) {
      session.restarted();
    }
    return changed;
  }

  /// A node that was re-created with another port is looked at once others can reach it again.
  private boolean moved(Step step, NodeAddress address, boolean changed) {
    context.inventory().nodes().stream()
        .filter(node -> node.address().equals(address))
        .forEach(node -> gate.afterMove(step, node));
    return changed;
  }

  /// Tries again for a while: connections between nodes and the daemon's sync come a little later.
  private boolean verify(Step step) {
    Instant end = context.clock().instant().plus(context.limits().verification());
    Deadline limit = Deadline.in(context.limits().step());
    List<String> reported = List.of();
    while (true) {
      boolean early = RollGate.isEarly(limit, context.limits().step());
      List<String> complaints = complaints(limit);
      if (complaints.isEmpty()) {
        return false;
      }
      reported = early || reported.isEmpty() ? complaints : reported;
      if (!context.clock().instant().isBefore(end) || limit.hasPassed()) {
        throw new ProblemException(failures.unhealthy(step, summary(reported)));
      }
      waits.pause("the check of the cluster", "host " + step.host(), () -> Thread.sleep(PAUSE));
    }
  }

  /// What is to be told of steps beside their outcome, and what the nodes said of their settings
  /// when the cluster was checked.
  public List<String> notes() {
    return Stream.concat(scripts.notes().stream(), notes.stream()).toList();
  }

  private List<String> complaints(Deadline limit) {
    // All that is left: a node is named only where Citus has had the time to give it up.
    Duration left = RollGate.atLeast(limit.left());
    try {
      return session.look(
          left,
          catalog -> {
            CatalogFacts.Known look = catalog.look(List.of());
            notes = new SettingNotes(context.inventory(), look).all(Set.of());
            ClusterReadiness readiness =
                catalog.checks().readiness(RollGate.connectLimit(left.dividedBy(2)));
            return ClusterHealth.problems(
                    context.inventory(), look, readiness, ConnectionAttempts.NONE)
                .stream()
                .map(Problem::what)
                .toList();
          });
    } catch (ProblemException e) {
      RollGate.stopWhenInterrupted(e);
      return e.problems().stream()
          .map(problem -> problem.what() + (problem.why().isEmpty() ? "" : ": " + problem.why()))
          .toList();
    }
  }

  private static String summary(List<String> complaints) {
    int more = complaints.size() - COMPLAINTS;
    return String.join("\n", complaints.subList(0, Math.min(COMPLAINTS, complaints.size())))
        + (more > 0 ? "\nand " + more + " more" : "");
  }
}
