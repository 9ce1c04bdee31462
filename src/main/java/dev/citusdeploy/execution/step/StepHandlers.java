package dev.citusdeploy.execution.step;

import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.JobProgress;
import dev.citusdeploy.execution.StepRunner;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.cause.StepFailures;
import dev.citusdeploy.execution.connectivity.ConnectivityCheck;
import dev.citusdeploy.execution.gate.HealthGate;
import dev.citusdeploy.execution.gate.RollProgress;
import dev.citusdeploy.execution.journal.RunRecords;
import dev.citusdeploy.execution.lock.ClusterLock;
import dev.citusdeploy.execution.script.Progress;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.AwaitHealthy;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.CreateRole;
import dev.citusdeploy.plan.action.InitialiseData;
import dev.citusdeploy.plan.action.PullImage;
import dev.citusdeploy.plan.action.RecordFirstStart;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.RestrictClients;
import dev.citusdeploy.plan.action.SetCoordinatorHost;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.action.SyncMetadata;
import dev.citusdeploy.plan.action.UpdateNodeAddress;
import dev.citusdeploy.plan.action.VerifyCluster;
import dev.citusdeploy.plan.action.WriteFiles;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The registry of what does each kind of action, and the work that a run shares among them.
public final class StepHandlers implements StepRunner {
  private static final Duration SYNC = Duration.ofMinutes(1);

  private final Map<Class<? extends Action>, StepHandler<Action>> handlers = new LinkedHashMap<>();
  private final InterruptibleWaits waits;
  private final ScriptRunner scripts;
  private final HealthGate gate;
  private volatile List<String> settings = List.of();

  /// Handlers of all actions of `plan.action`, for one run.
  ///
  /// @param waits what the first interrupt of the run ends
  /// @param stops whether nodes may still be stopped
  /// @param roll the nodes that the run restarts
  public StepHandlers(
      ExecutionContext context,
      CatalogSession session,
      InterruptibleWaits waits,
      ClusterLock lock,
      StopPermission stops,
      RollProgress roll) {
    Inventory inventory = context.inventory();
    StepFailures failures = new StepFailures(inventory);
    this.waits = waits;
    this.scripts = new ScriptRunner(context, lock, failures);
    this.gate = new HealthGate(context, session, stops, roll, waits, Thread::sleep);
    CatalogChanges changes = new CatalogChanges(session, new RunRecords(context, lock));
    register(PullImage.class, new PullImageHandler(scripts, inventory));
    register(WriteFiles.class, new WriteFilesHandler(scripts, context));
    register(InitialiseData.class, new InitialiseDataHandler(scripts, context.superuserPassword()));
    register(StartNode.class, new StartNodeHandler(scripts, session, inventory));
    register(RecreateNode.class, new RecreateNodeHandler(scripts, session, gate));
    register(ReloadNode.class, scripts.reload());
    register(RecordFirstStart.class, scripts.recordFirstStart());
    register(AwaitHealthy.class, new AwaitHealthyHandler(scripts, gate));
    register(CheckConnectivity.class, new ConnectivityCheck(context, failures)::check);
    register(
        SetCoordinatorHost.class,
        changes.handler((catalog, set) -> catalog.nodes().setCoordinatorHost(set.address())));
    register(AddNode.class, changes.handler((catalog, add) -> catalog.nodes().add(add.address())));
    register(
        UpdateNodeAddress.class,
        changes.handler((catalog, move) -> catalog.nodes().update(move.nodeId(), move.to(), SYNC)));
    register(
        SyncMetadata.class,
        changes.handler((catalog, sync) -> catalog.nodes().syncMetadata(sync.address())));
    register(
        RestrictClients.class,
        changes.handler(
            (catalog, it) -> catalog.roles().restrictClients(it.superuser(), it.database())));
    register(
        CreateRole.class,
        changes.handler((catalog, create) ->
            catalog.roles().create(create.role(), create.password(), create.database())));
    register(
        VerifyCluster.class,
        new VerifyClusterHandler(context, session, waits, failures, it -> settings = it));
  }

  /// Adds a handler.
  ///
  /// @throws IllegalArgumentException when the kind has one already
  public <A extends Action> void register(Class<A> kind, StepHandler<A> handler) {
    StepHandler<Action> former = handlers.put(kind, new UntypedHandler<>(kind, handler));
    if (former != null) {
      throw new IllegalArgumentException("two handlers of " + kind.getSimpleName());
    }
  }

  /// Whether a kind of action has a handler.
  public boolean knows(Class<? extends Action> kind) {
    return handlers.containsKey(kind);
  }

  @Override
  public boolean run(Step step) {
    return of(step).run(step, step.action());
  }

  @Override
  public Optional<JobProgress> progress(Step step) {
    return of(step).progress(step);
  }

  private StepHandler<Action> of(Step step) {
    StepHandler<Action> handler = handlers.get(step.action().getClass());
    if (handler == null) {
      throw new IllegalArgumentException("no handler of action " + step.action().word());
    }
    return handler;
  }

  @Override
  public void endWaits() {
    waits.end();
  }

  @Override
  public String waitingFor(Step step) {
    return gate.waitingFor(step)
            .or(() -> scripts.progress(step).map(Progress::words))
            .orElseGet(() -> step.action().awaited())
        + " (host "
        + step.host()
        + ")";
  }

  /// What is to be reported of steps beside their outcome, and what the nodes reported of their
  /// settings when the cluster was checked.
  public List<String> notes() {
    return Stream.concat(scripts.notes().stream(), settings.stream()).toList();
  }

  /// Makes the handlers of a run.
  public interface Factory {
    /// The same as the constructor, perhaps with more kinds of actions.
    StepHandlers of(
        ExecutionContext context,
        CatalogSession session,
        InterruptibleWaits waits,
        ClusterLock lock,
        StopPermission stops,
        RollProgress roll);
  }

  /// Adapts the handler of one kind to any action.
  private record UntypedHandler<A extends Action>(Class<A> kind, StepHandler<A> handler)
      implements StepHandler<Action> {
    @Override
    public boolean run(Step step, Action action) {
      return handler.run(step, kind.cast(action));
    }

    @Override
    public Optional<JobProgress> progress(Step step) {
      return handler.progress(step);
    }
  }
}
