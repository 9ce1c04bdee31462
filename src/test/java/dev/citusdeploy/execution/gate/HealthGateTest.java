package dev.citusdeploy.execution.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.citusdeploy.catalog.ClusterReadiness.BackgroundJob;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.FakeCatalog;
import dev.citusdeploy.execution.InterruptibleWaits;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.StepNotBegunException;
import dev.citusdeploy.execution.StopPermission;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.UpdateNodeAddress;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The gate of a roll over a coordinator and three workers, in a catalog in memory. The clock goes
/// on by a second at each look at it.
@Timeout(60)
final class HealthGateTest {
  private static final Problem DOWN =
      new Problem(
          new ProblemCode("down", Problem.Kind.STEP_FAILED, "", ""), "no session", "c1", "why", "");

  private final FakeCatalog catalog = new FakeCatalog();
  private final StopPermission stops = new StopPermission();
  private final DesiredState desired = ClusterSketch.of(3).desired();
  private final SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final List<String> recreated = new ArrayList<>();
  private boolean serves = true;

  @BeforeEach
  void register() {
    for (Host host : desired.inventory().hosts()) {
      hosts.put(host.name(), new LocalShellHost(host.name().value(), List.of("sh")));
    }
    catalog.setCoordinatorHost(desired.nodes().getFirst().node().address());
    desired.nodes().stream().skip(1).forEach(node -> catalog.addNode(node.node().address()));
    catalog.calls.clear();
  }

  @Test
  void asksOnceBeforeTheStopOnceMoreRightBeforeItAndOnceAfterTheStart() {
    HealthGate gate = gate();
    pass(gate, "w1");
    pass(gate, "w2");
    assertThat(recreated).containsExactly("w1", "w2");
    assertThat(catalog.calls).filteredOn("readiness"::equals).hasSize(6);
  }

  @Test
  void aNodeWithAnotherCitusThanItsDataIsNamedForWhatItIs() {
    catalog.silent.put(
        "10.0.0.4", "ERROR: loaded Citus library version differs from installed extension version");
    assertThat(refusal(gate(), "w2").why())
        .contains("w3 runs with another Citus library than the extension in its data is of")
        .doesNotContain("does not answer SQL");
  }

  @Test
  void noNodeIsStoppedWhileAnotherIsDown() {
    HealthGate gate = gate();
    pass(gate, "w1");
    catalog.silent.put("10.0.0.4", "connection refused");
    Problem problem = refusal(gate, "w2");
    assertThat(problem.code()).isEqualTo("roll-stopped");
    assertThat(problem.where()).isEqualTo("host w2, node w2");
    assertThat(problem.why())
        .isEqualTo(
            """
             w3 does not answer SQL over TCP: connection refused
            restarted with the new configuration: w1; not yet: w2, w3, c1\
            """);
    assertThat(problem.remedy()).contains("run the same command again");
    assertThat(recreated).containsExactly("w1");
  }

  @Test
  void aNodeThatIsNotWellAfterItsStartStopsTheRoll() {
    catalog.cuts.add("10.0.0.2>10.0.0.3");
    catalog.cuts.add("10.0.0.4>10.0.0.2");
    Problem problem = refusal(gate(), "w1");
    assertThat(problem.why())
        .isEqualTo(
            """
             w1 does not reach w2 at 10.0.0.3:5432
             w3 does not reach w1 at 10.0.0.2:5432
            restarted with the new configuration: w1; not yet: w2, w3, c1\
            """);
    assertThat(recreated).containsExactly("w1");
  }

  @Test
  void aNodeWhoseRowFollowsItIsLookedAtOnceItHasMoved() {
    NodeAddress wanted = node("w1").node().address();
    NodeAddress former = new NodeAddress(wanted.host(), 4000);
    catalog.updateNode(2, former, Duration.ZERO);
    HealthGate gate = gate(move(former, wanted));

    // Nobody reaches it at its former port once it was re-created.
    stop(gate, "w1", () -> catalog.silent.put("10.0.0.2", "connection refused") == null);
    assertThat(catalog.calls).filteredOn("readiness"::equals).hasSize(2);

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> gate.afterStart(step("w1"), node("w1")));
    assertThat(refused.problems().getFirst().code()).isEqualTo("roll-stopped");

    catalog.silent.clear();
    catalog.updateNode(2, wanted, Duration.ZERO);
    pass(gate, "w2");
    assertThat(recreated).containsExactly("w2");
  }

  @Test
  void aNodeThatHasYetToMoveIsLookedAtWhereItIs() {
    NodeAddress wanted = node("w3").node().address();
    NodeAddress former = new NodeAddress(wanted.host(), 4000);
    catalog.updateNode(4, former, Duration.ZERO);
    catalog.silent.put("10.0.0.4", "connection refused");

    assertThat(refusal(gate(move(former, wanted)), "w1").why())
        .startsWith(" w3 does not answer SQL over TCP: connection refused");
  }

  private Step move(NodeAddress from, NodeAddress to) {
    DesiredNode coordinator = node("c1");
    return new Step(
        "move",
        coordinator.node().host(),
        null,
        new UpdateNodeAddress(2, from, to),
        "test",
        List.of());
  }

  @Test
  void connectionsOfTheNodeItselfDoNotKeepItFromBeingCured() {
    catalog.cuts.add("10.0.0.2>10.0.0.3");
    restart(gate(), "w1", () -> catalog.cuts.removeIf(_ -> true));
    assertThat(catalog.cuts).isEmpty();
  }

  @Test
  void nodesThatAreDownAreCuredOneAfterTheOther() {
    catalog.silent.put("10.0.0.2", "down");
    catalog.silent.put("10.0.0.3", "down");
    HealthGate gate = gate();
    restart(gate, "w1", () -> up("10.0.0.2"));
    restart(gate, "w2", () -> up("10.0.0.3"));
    assertThat(catalog.silent).isEmpty();
  }

  private boolean up(String host) {
    return catalog.silent.remove(host) != null;
  }

  @Test
  void aDaemonThatWakesALittleLaterIsWaitedFor() {
    catalog.sleepers.add("10.0.0.3");
    HealthGate gate = gate();
    List<String> reasons = new ArrayList<>();
    AtomicInteger looks = new AtomicInteger();
    catalog.beforeReadiness =
        () -> {
          gate.waitingFor(step("w1")).ifPresent(reasons::add);
          if (looks.incrementAndGet() == 3) {
            catalog.sleepers.clear();
          }
        };
    pass(gate, "w1");
    assertThat(reasons)
        .containsExactly(
            "the cluster to be healthy before it is stopped",
            "the cluster to be healthy: the maintenance daemon of w2 does not run",
            "the cluster to be healthy: the maintenance daemon of w2 does not run",
            "the cluster to be healthy before it is stopped",
            "it to be healthy again");
    assertThat(gate.waitingFor(step("w1"))).isEmpty();
  }

  @Test
  void noNodeIsStoppedWhileABackgroundJobRuns() {
    BackgroundJob job = new BackgroundJob(7, "Rebalance all colocation groups", "running");
    catalog.jobs.add(job);
    HealthGate gate = gate();
    Problem problem = refusal(gate, "w1");
    assertThat(problem.code()).isEqualTo("background-job-runs");
    assertThat(problem.why()).contains("job 7, running: “Rebalance all colocation groups”");
    assertThat(problem.remedy())
        .contains("ssh deploy@10.0.0.1 ", "citus_job_status(7)", "citus_job_cancel(7)");
    assertThat(recreated).isEmpty();

    catalog.jobs.clear();
    pass(gate, "w1");
    catalog.jobs.add(job);
    assertThat(refusal(gate, "w2").why()).contains("job 7", "not yet: w2, w3, c1");
    assertThat(recreated).containsExactly("w1");
  }

  @Test
  void aJobThatBeganSinceTheWaitEndedKeepsTheNodeFromBeingStopped() {
    HealthGate gate = gate();
    gate.beforeStop(step("w1"), node("w1"), () -> serves);
    catalog.jobs.add(new BackgroundJob(7, "Rebalance all colocation groups", "running"));
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> gate.confirmStop(step("w1"), node("w1"), () -> serves));
    assertThat(refused.problems().getFirst().code()).isEqualTo("background-job-runs");
  }

  @Test
  void aNodeThatFellIllSinceTheWaitEndedIsWaitedForAgain() {
    HealthGate gate = gate();
    gate.beforeStop(step("w1"), node("w1"), () -> serves);
    catalog.silent.put("10.0.0.3", "connection refused");
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class, () -> gate.confirmStop(step("w1"), node("w1"), () -> serves));
    assertThat(refused.problems().getFirst().code()).isEqualTo("roll-stopped");
  }

  @Test
  void aNodeThatWasWaitedForAndNotStoppedCountsForTheOthers() {
    HealthGate gate = gate();
    gate.beforeStop(step("w1"), node("w1"), () -> serves);
    catalog.silent.put("10.0.0.2", "connection refused");
    assertThat(refusal(gate, "w2").why()).contains("w1 does not answer SQL over TCP");
  }

  @Test
  void whatMayNotBeStoppedAnyMoreIsNotAndIsNotWaitedForEither() {
    HealthGate gate = gate();
    gate.beforeStop(step("w1"), node("w1"), () -> serves);
    catalog.silent.put("10.0.0.3", "connection refused");
    stops.refuse("no running node is stopped after w2/recreate failed");
    assertThatThrownBy(() -> gate.confirmStop(step("w1"), node("w1"), () -> serves))
        .isInstanceOf(StepNotBegunException.class)
        .hasMessage("no running node is stopped after w2/recreate failed");
    assertThatThrownBy(() -> gate.beforeStop(step("w1"), node("w1"), () -> serves))
        .isInstanceOf(StepNotBegunException.class);
  }

  @Test
  void youngPreparedTransactionsOfABusyClusterHoldNothingUp() {
    AtomicInteger looks = new AtomicInteger();
    catalog.beforeReadiness =
        () -> catalog.prepared.put("10.0.0.2", List.of("citus_0_1_" + looks.incrementAndGet()));
    pass(gate(), "w2");
    assertThat(recreated).containsExactly("w2");
    assertThat(catalog.calls).doesNotContain("finish prepared transactions");
  }

  @Test
  void preparedTransactionsThatOutliveALookAreFinishedByARecovery() {
    catalog.prepared.put("10.0.0.2", List.of("citus_0_1_1"));
    catalog.beforeReadiness =
        () -> {
          if (catalog.calls.contains("finish prepared transactions")) {
            catalog.prepared.clear();
          }
        };
    pass(gate(), "w2");
    assertThat(catalog.calls).filteredOn("finish prepared transactions"::equals).hasSize(1);
  }

  @Test
  void preparedTransactionsThatStayStopTheRoll() {
    catalog.prepared.put("10.0.0.3", List.of("citus_99_1_1", "citus_99_1_2"));
    catalog.recovery = Duration.ofSeconds(2);
    HealthGate gate = gate();
    Problem problem = refusal(gate, "w1");
    assertThat(problem.code()).isEqualTo("transactions-stay-prepared");
    assertThat(problem.why())
        .startsWith(
            """
             w2: citus_99_1_1, prepared 7 s before the first query
             w2: citus_99_1_2, prepared 7 s before the first query
            """)
        .endsWith("restarted with the new configuration: none; not yet: w1, w2, w3, c1");
    assertThat(problem.remedy())
        .contains(
            "ssh deploy@10.0.0.3 'sudo docker exec -u postgres shop-w2 psql -U postgres -d shop",
            "ROLLBACK PREPARED '\\''citus_99_1_1'\\''");
    assertThat(recreated).isEmpty();

    catalog.prepared.clear();
    pass(gate, "w1");
  }

  @Test
  void aNameThatSomebodyChoseForATransactionGetsIntoNoCommand() {
    catalog.prepared.put("10.0.0.3", List.of("citus_$(reboot)\u001b[2J'; DROP TABLE t --"));
    catalog.recovery = Duration.ofSeconds(2);
    Problem problem = refusal(gate(), "w1");
    assertThat(problem.why()).contains("citus_$(reboot)\\u001b[2J");
    assertThat(problem.remedy())
        .doesNotContain("reboot", "DROP")
        .contains("shop-w2 psql", "TABLE pg_prepared_xacts");
  }

  @Test
  void recoveryThatIsSwitchedOffIsNotDoneByHand() {
    catalog.prepared.put("10.0.0.3", List.of("citus_99_1_1"));
    catalog.recovery = Duration.ofSeconds(-1);
    assertThat(refusal(gate(), "w1").code()).isEqualTo("transactions-stay-prepared");
    assertThat(catalog.calls).doesNotContain("finish prepared transactions");
  }

  @Test
  void nodesThatAreRecreatedSideBySideDoNotWaitForEachOther() throws Exception {
    HealthGate gate = gate();
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> first =
          threads.submit(() ->
              restart(
                  gate,
                  "w1",
                  () -> {
                    catalog.silent.put("10.0.0.2", "shutting down");
                    stopped.countDown();
                    await(go);
                    return up("10.0.0.2");
                  }));
      await(stopped);
      pass(gate, "w2");
      go.countDown();
      assertThat(first.get(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(recreated).containsExactly("w2");
  }

  @Test
  void aNodeWhoseRecreationFailedHoldsUpTheOnesBesideIt() {
    HealthGate gate = gate();
    assertThat(
            catchThrowableOfType(
                ProblemException.class,
                () ->
                    restart(
                        gate,
                        "w1",
                        () -> {
                          catalog.silent.put("10.0.0.2", "exited");
                          throw new ProblemException(DOWN);
                        })))
        .isNotNull();
    assertThat(refusal(gate, "w2").why()).contains("w1 does not answer SQL over TCP: exited");
  }

  @Test
  void withoutTheCoordinatorOnlyItselfAndNodesThatDoNotServeAreStopped() {
    catalog.beforeReadiness =
        () -> {
          throw new ProblemException(DOWN);
        };
    HealthGate gate = gate();
    Problem problem = refusal(gate, "w1");
    assertThat(problem.code()).isEqualTo("roll-not-watched");
    assertThat(problem.why()).contains("no session: why", "not yet: w1, w2, w3, c1");
    assertThat(recreated).isEmpty();

    serves = false;
    pass(gate, "w1");
    serves = true;
    restart(
        gate,
        "c1",
        () -> {
          catalog.beforeReadiness = () -> {};
          return recreated.add("c1");
        });
    assertThat(recreated).containsExactly("w1", "c1");
  }

  @Test
  void aCoordinatorThatStaysSilentAfterItsStartStopsTheRoll() {
    catalog.beforeReadiness =
        () -> {
          throw new ProblemException(DOWN);
        };
    assertThat(refusal(gate(), "c1").why()).contains("the coordinator c1 does not answer");
    assertThat(recreated).containsExactly("c1");
  }

  @Test
  void whatIsNotRegisteredIsNotWaitedFor() {
    catalog.rows.clear();
    pass(gate(), "w1");
    assertThat(catalog.calls).filteredOn("readiness"::equals).hasSize(2);
  }

  @Test
  void nodesOnServersThatTheRunLeavesOutAreNotWaitedFor() {
    hosts.remove(new HostName("w3"));
    catalog.silent.put("10.0.0.4", "no route to host");
    pass(gate(), "w1");
    assertThat(recreated).containsExactly("w1");
  }

  private HealthGate gate(Step... more) {
    ExecutionContext.Limits limits =
        new ExecutionContext.Limits(
            2, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ZERO);
    InstantSource clock = () -> now.updateAndGet(instant -> instant.plusSeconds(1));
    ExecutionContext context =
        new ExecutionContext(
            desired.inventory(),
            hosts,
            catalog,
            desired.inventory().addressOnHost(desired.inventory().coordinator()),
            new RunIdentity("run-1", "anna@laptop", "apply"),
            limits,
            clock,
            null);
    Plan plan =
        new Plan(
            Stream.concat(Stream.of("w1", "w2", "w3", "c1").map(this::step), Stream.of(more))
                .toList(),
            List.of(),
            List.of());
    return new HealthGate(
        context,
        new CatalogSession(context),
        stops,
        RollProgress.of(plan),
        new InterruptibleWaits(),
        this::passTime);
  }

  /// Time that nobody has to wait for.
  private void passTime(Duration length) {
    now.updateAndGet(instant -> instant.plus(length));
  }

  /// What the steps of a node's restart do, one after the other.
  private boolean restart(HealthGate gate, String name, BooleanSupplier recreation) {
    boolean changed = stop(gate, name, recreation);
    gate.afterStart(step(name), node(name));
    return changed;
  }

  private boolean stop(HealthGate gate, String name, BooleanSupplier recreation) {
    gate.beforeStop(step(name), node(name), () -> serves);
    boolean done = false;
    try {
      gate.confirmStop(step(name), node(name), () -> serves);
      boolean changed = recreation.getAsBoolean();
      gate.restarted(node(name));
      done = true;
      return changed;
    } finally {
      if (!done) {
        gate.failed(node(name));
      }
    }
  }

  private void pass(HealthGate gate, String name) {
    restart(gate, name, () -> recreated.add(name));
  }

  private Problem refusal(HealthGate gate, String name) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> pass(gate, name));
    assertThat(refused).as("the gate let " + name + " pass").isNotNull();
    return refused.problems().getFirst();
  }

  private DesiredNode node(String name) {
    return desired.nodes().stream()
        .filter(node -> node.node().name().value().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private Step step(String name) {
    DesiredNode node = node(name);
    return new Step(
        name + "/recreate",
        node.node().host(),
        node.node().name(),
        new RecreateNode(node),
        "test",
        List.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
