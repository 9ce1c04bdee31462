package dev.citusdeploy.execution.gate;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.Deadline;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.StepNotBegunException;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Holds a rolling restart until the cluster is healthy. Before a serving node of a registered
/// cluster is stopped, all other nodes must be healthy; after its start, the node itself must be.
/// Nodes that this run re-creates at the same moment do not count, or two of them would wait for
/// each other. Thread-safe.
public final class HealthGate {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ExecutionContext context;
  private final CatalogSession session;
  private final StopPermission stops;
  private final RollProgress roll;
  private final GateProblems problems;
  private final InterruptibleWaits waiting;
  private final Sleeper sleeper;

  /// Nodes for which the prepared transactions of an earlier query have ended.
  private final Set<NodeName> drained = ConcurrentHashMap.newKeySet();

  /// Nodes that are being re-created, with whether they are checked afterwards.
  private final ConcurrentMap<NodeName, Boolean> inFlight = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, String> waits = new ConcurrentHashMap<>();

  /// How time passes between two queries.
  public interface Sleeper {
    /// Comes back after a while.
    void sleep(Duration length) throws InterruptedException;
  }

  /// @param stops whether nodes may still be stopped
  /// @param roll the nodes that this run re-creates
  /// @param waiting what the first interrupt of the run ends
  /// @param sleeper waits between two queries; `Thread::sleep` outside of tests
  public HealthGate(
      ExecutionContext context,
      CatalogSession session,
      StopPermission stops,
      RollProgress roll,
      InterruptibleWaits waiting,
      Sleeper sleeper) {
    this.context = context;
    this.waiting = waiting;
    this.sleeper = sleeper;
    this.session = session;
    this.stops = stops;
    this.roll = roll;
    this.problems = new GateProblems(context.inventory(), roll);
  }

  /// Waits until a node may be stopped: all other nodes of a registered cluster are healthy, no
  /// background job runs, and prepared transactions have ended.
  ///
  /// @param serves whether the node's container is healthy, asked only where SQL gives no answer
  /// @throws ProblemException when the cluster is not healthy in time, or a background job runs
  /// @throws StepNotBegunException when no node is to be stopped any more
  public void beforeStop(Step step, DesiredNode node, BooleanSupplier serves) {
    mayStop(step, node, serves);
  }

  /// Returns whether the node is checked after its start.
  private boolean mayStop(Step step, DesiredNode node, BooleanSupplier serves) {
    try {
      waits.put(step.id(), "the cluster to be healthy before it is stopped");
      Deadline limit = Deadline.in(context.limits().of(step));
      @Nullable ClusterReadiness first = ask(step, node, serves, limit);
      return first == null ? isCoordinator(node) : mayStop(step, node, first, limit);
    } finally {
      waits.remove(step.id());
    }
  }

  /// Asks once more, right before a node is stopped, whether it still may be: since the wait ended
  /// another step may have failed, somebody may have interrupted the run or begun a rebalance. A
  /// cluster that is healthy still costs one question.
  ///
  /// @param serves as in [#beforeStop]
  /// @throws ProblemException as in [#beforeStop]
  /// @throws StepNotBegunException when no node is to be stopped any more
  public void confirmStop(Step step, DesiredNode node, BooleanSupplier serves) {
    stops.check();
    boolean watched = mayStop(step, node, serves);
    stops.check();
    // A node whose row moves was queried at its former address.
    inFlight.put(node.node().name(), watched || roll.moves(node.node().address()));
  }

  /// Takes note that a node was stopped and started.
  public void restarted(DesiredNode node) {
    roll.recreated(node.node().name());
  }

  /// Takes note that a node was not stopped, or did not come up.
  public void failed(DesiredNode node) {
    inFlight.remove(node.node().name());
  }

  /// Waits until a node is healthy after its start; not at all where it was no part of a registered
  /// cluster before.
  ///
  /// @throws ProblemException when it is not in time
  public void afterStart(Step step, DesiredNode node) {
    NodeName name = node.node().name();
    try {
      if (Boolean.TRUE.equals(inFlight.get(name))) {
        waits.put(step.id(), "it to be healthy again");
        Deadline limit = Deadline.in(context.limits().of(step));
        await(step, findings(node.node())::afterStart, null, limit, false);
      }
    } finally {
      inFlight.remove(name);
      waits.remove(step.id());
    }
  }

  /// What a step waits for at the gate; empty while it is not there.
  public Optional<String> waitingFor(Step step) {
    return Optional.ofNullable(waits.get(step.id()));
  }

  /// Returns whether the node is one of a registered cluster, so that it is checked afterwards.
  private boolean mayStop(Step step, DesiredNode node, ClusterReadiness first, Deadline limit) {
    HealthConditions findings = findings(node.node());
    if (!findings.isRegistered(first)) {
      return false;
    }
    if (findings.isSilent(first)) {
      return true;
    }
    if (!first.jobs().isEmpty()) {
      throw new ProblemException(problems.jobs(step, first.jobs()));
    }
    // Where the prepared transactions of an earlier query have ended, those of this one need not.
    if (!drained.contains(node.node().name()) || !findings.beforeStop(first).isEmpty()) {
      await(step, findings::beforeStop, first, limit, true);
      drained.add(node.node().name());
    }
    return true;
  }

  private HealthConditions findings(Node node) {
    return new HealthConditions(context, node, inFlight.keySet());
  }

  /// Tries for a while, as all of this may come a little late. Prepared transactions have a limit
  /// of their own: on a busy cluster, those of the first query must end.
  private void await(
      Step step,
      Function<ClusterReadiness, List<String>> judge,
      @Nullable ClusterReadiness first,
      Deadline limit,
      boolean stop) {
    Instant begin = context.clock().instant();
    Instant lastHealthy = begin;
    OpenTransactions open = new OpenTransactions();
    Duration pause = FIRST_PAUSE;
    List<String> reported = List.of();
    while (true) {
      boolean early = QueryLimits.isEarly(limit, context.limits().of(step));
      @Nullable ClusterReadiness now = first == null ? tryToAsk(limit) : first;
      first = null;
      List<String> complaints =
          now == null ? List.of(problems.coordinator() + " does not answer") : judge.apply(now);
      reported = early || reported.isEmpty() ? complaints : reported;
      if (now != null) {
        open.see(now);
      }
      if (complaints.isEmpty() && open.isEmpty()) {
        return;
      }
      if (complaints.isEmpty()) {
        lastHealthy = context.clock().instant();
        if (hasPassed(begin, open.patience()) || limit.hasPassed()) {
          throw new ProblemException(problems.transactions(step, open.left()));
        }
      } else if (hasPassed(lastHealthy, context.limits().verification()) || limit.hasPassed()) {
        throw new ProblemException(problems.unhealthy(step, reported));
      }
      describeWait(step, complaints, open);
      if (open.mayBeHurried()) {
        hurry(limit);
      }
      if (stop) {
        stops.check();
      }
      pause(step, pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private boolean hasPassed(Instant since, Duration limit) {
    return Duration.between(since, context.clock().instant()).compareTo(limit) >= 0;
  }

  private void describeWait(Step step, List<String> complaints, OpenTransactions open) {
    waits.put(
        step.id(),
        complaints.isEmpty()
            ? "prepared transactions to end: " + open.words()
            : "the cluster to be healthy: " + complaints.getFirst());
  }

  /// Asks until there is an answer, where there must be one.
  ///
  /// @return null where the node may be re-created without
  private @Nullable ClusterReadiness ask(
      Step step, DesiredNode node, BooleanSupplier serves, Deadline limit) {
    Instant end = context.clock().instant().plus(context.limits().verification());
    while (true) {
      try {
        return roll.asWanted(query(limit));
      } catch (ProblemException e) {
        stopWhenInterrupted(e);
        if (!serves.getAsBoolean()) {
          return null;
        }
        if (!context.clock().instant().isBefore(end) || limit.hasPassed()) {
          // A coordinator that can't be asked is re-created to cure it.
          if (isCoordinator(node)) {
            return null;
          }
          throw new ProblemException(problems.coordinatorSilent(step, e.problems()));
        }
      }
      stops.check();
      pause(step, LONGEST_PAUSE);
    }
  }

  private ClusterReadiness query(Deadline limit) {
    Duration share = QueryLimits.share(limit);
    return session.read(share, catalog -> catalog.checks().readiness(QueryLimits.connect(share)));
  }

  private @Nullable ClusterReadiness tryToAsk(Deadline limit) {
    try {
      return roll.asWanted(query(limit));
    } catch (ProblemException e) {
      stopWhenInterrupted(e);
      return null;
    }
  }

  /// What the daemons would do within their interval, done now.
  private void hurry(Deadline limit) {
    try {
      session.read(
          QueryLimits.share(limit),
          catalog -> {
            catalog.checks().finishPreparedTransactions();
            return true;
          });
    } catch (ProblemException e) {
      stopWhenInterrupted(e);
    }
  }

  /// Ends a wait that an interrupt of the run has ended.
  public static void stopWhenInterrupted(ProblemException e) {
    if (e.problems().stream().anyMatch(it -> it.kind() == Problem.Kind.INTERRUPTED)) {
      throw e;
    }
  }

  private boolean isCoordinator(DesiredNode node) {
    return context.inventory().coordinatorGroup().nodes().contains(node.node());
  }

  private void pause(Step step, Duration length) {
    waiting.pause(
        "the wait for a healthy cluster", "host " + step.host(), () -> sleeper.sleep(length));
  }
}
