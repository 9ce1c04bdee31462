package dev.citusdeploy.execution;

import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.GeneralProblemCodes;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Role;
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

/// Stands between the stops of a roll: before a serving node of a registered cluster is stopped,
/// all others are well; after its start, it is well itself. Nodes that this run re-creates at the
/// same moment are excepted, else two of them would wait for each other. Thread-safe.
final class RollGate {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final ExecutionContext context;
  private final CatalogSession session;
  private final Roll roll;
  private final RollProblems problems;
  private final Sleeper sleeper;
  private final Set<NodeName> inFlight = ConcurrentHashMap.newKeySet();
  private final ConcurrentMap<String, String> waits = new ConcurrentHashMap<>();

  /// How time passes between two looks.
  interface Sleeper {
    /// Comes back after a while.
    void sleep(Duration length) throws InterruptedException;
  }

  /// @param roll the nodes that this run re-creates
  /// @param sleeper waits between two looks; `Thread::sleep` outside of tests
  RollGate(ExecutionContext context, CatalogSession session, Roll roll, Sleeper sleeper) {
    this.context = context;
    this.sleeper = sleeper;
    this.session = session;
    this.roll = roll;
    this.problems = new RollProblems(context.inventory(), roll);
  }

  /// Re-creates a node between two looks at the cluster.
  ///
  /// @param serves whether the node's container is healthy, asked only where SQL can't tell
  /// @param recreation re-creates it, and tells whether something changed
  /// @throws ProblemException when the cluster is not well in time
  boolean around(Step step, DesiredNode node, BooleanSupplier serves, BooleanSupplier recreation) {
    NodeName name = node.node().name();
    try {
      boolean watched = beforeStop(step, node, serves);
      inFlight.add(name);
      waits.remove(step.id());
      boolean changed = recreation.getAsBoolean();
      roll.recreated(name);
      if (watched && !roll.moves(node.node().address())) {
        afterStart(step, node.node());
      }
      return changed;
    } finally {
      inFlight.remove(name);
      waits.remove(step.id());
    }
  }

  /// What a step waits for at the gate; empty while it is not there.
  Optional<String> waitingFor(Step step) {
    return Optional.ofNullable(waits.get(step.id()));
  }

  /// Returns whether the node is one of a registered cluster, so that it is looked at afterwards.
  private boolean beforeStop(Step step, DesiredNode node, BooleanSupplier serves) {
    waits.put(step.id(), "the cluster to be well before it is stopped");
    @Nullable ClusterReadiness first = ask(step, node, serves);
    if (first == null) {
      return isCoordinator(node);
    }
    RollFindings findings = findings(node.node());
    if (!findings.isRegistered(first)) {
      return false;
    }
    if (findings.isSilent(first)) {
      return true;
    }
    if (!roll.hasStopped() && !first.jobs().isEmpty()) {
      throw new ProblemException(problems.jobs(step, first.jobs()));
    }
    await(step, findings::beforeStop, first);
    roll.stopping();
    return true;
  }

  /// The second look at a node whose row in the catalog had to follow it first.
  ///
  /// @param node the node that the step moved
  /// @throws ProblemException when the cluster is not well in time
  void afterMove(Step step, Node node) {
    try {
      if (roll.hasRecreated(node.name())) {
        afterStart(step, node);
      }
    } finally {
      waits.remove(step.id());
    }
  }

  private void afterStart(Step step, Node node) {
    waits.put(step.id(), "it to be well again");
    await(step, findings(node)::afterStart, null);
  }

  private RollFindings findings(Node node) {
    return new RollFindings(context, node, inFlight);
  }

  /// Tries for a while, as all of this may come a little late. Prepared transactions have a limit
  /// of their own: of a busy cluster's, those of the first look must end.
  private void await(
      Step step, Function<ClusterReadiness, List<String>> judge, @Nullable ClusterReadiness first) {
    Instant begin = context.clock().instant();
    Instant lastWell = begin;
    OpenTransactions open = new OpenTransactions();
    Duration pause = FIRST_PAUSE;
    while (true) {
      @Nullable ClusterReadiness now = first == null ? tryToAsk() : first;
      first = null;
      List<String> complaints =
          now == null ? List.of("the coordinator does not answer") : judge.apply(now);
      if (now != null) {
        open.see(now);
      }
      if (complaints.isEmpty() && open.isEmpty()) {
        return;
      }
      if (complaints.isEmpty()) {
        lastWell = context.clock().instant();
        if (hasPassed(begin, open.patience())) {
          throw new ProblemException(problems.transactions(step, open.left()));
        }
      } else if (hasPassed(lastWell, context.limits().verification())) {
        throw new ProblemException(problems.unwell(step, complaints));
      }
      tell(step, complaints, open);
      if (open.mayBeHurried()) {
        hurry();
      }
      pause(step, pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }

  private boolean hasPassed(Instant since, Duration limit) {
    return Duration.between(since, context.clock().instant()).compareTo(limit) >= 0;
  }

  private void tell(Step step, List<String> complaints, OpenTransactions open) {
    waits.put(
        step.id(),
        complaints.isEmpty()
            ? "prepared transactions to end: " + open.words()
            : "the cluster to be well: " + complaints.getFirst());
  }

  /// Asks until there is an answer, where there must be one.
  ///
  /// @return null where the node may be re-created without
  private @Nullable ClusterReadiness ask(Step step, DesiredNode node, BooleanSupplier serves) {
    Instant end = context.clock().instant().plus(context.limits().verification());
    while (true) {
      try {
        return roll.asWanted(session.with(catalog -> catalog.readiness(CONNECT)));
      } catch (ProblemException e) {
        stopWhenInterrupted(e);
        if (!serves.getAsBoolean()) {
          return null;
        }
        if (!context.clock().instant().isBefore(end)) {
          // A coordinator that can't be asked is re-created to cure it.
          if (isCoordinator(node)) {
            return null;
          }
          throw new ProblemException(problems.coordinatorSilent(step, e.problems()));
        }
      }
      pause(step, LONGEST_PAUSE);
    }
  }

  private @Nullable ClusterReadiness tryToAsk() {
    try {
      return roll.asWanted(session.with(catalog -> catalog.readiness(CONNECT)));
    } catch (ProblemException e) {
      stopWhenInterrupted(e);
      return null;
    }
  }

  /// What the daemons would do within their interval, done now.
  private void hurry() {
    try {
      session.with(catalog -> {
        catalog.finishPreparedTransactions();
        return true;
      });
    } catch (ProblemException e) {
      stopWhenInterrupted(e);
    }
  }

  private static void stopWhenInterrupted(ProblemException e) {
    if (e.problems().stream().anyMatch(it -> it.kind() == Problem.Kind.INTERRUPTED)) {
      throw e;
    }
  }

  private static boolean isCoordinator(DesiredNode node) {
    return node.node().role() == Role.COORDINATOR;
  }

  private void pause(Step step, Duration length) {
    try {
      sleeper.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(
          new Problem(
              GeneralProblemCodes.INTERRUPTED,
              "the wait for a well cluster was interrupted",
              "host " + step.host(),
              "",
              StepFailures.AGAIN),
          e);
    }
  }
}
