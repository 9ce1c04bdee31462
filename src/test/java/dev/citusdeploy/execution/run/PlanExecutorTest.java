package dev.citusdeploy.execution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.LocalPrograms;
import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.execution.ExecutionContext;
import dev.citusdeploy.execution.FakeCatalog;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.StepOutcome;
import dev.citusdeploy.execution.step.StepHandlers;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.SketchedFacts;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.ReloadNode;
import dev.citusdeploy.plan.action.SetCoordinatorHost;
import dev.citusdeploy.plan.action.StartNode;
import dev.citusdeploy.plan.action.VerifyCluster;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.remote.LocalShellHost;
import dev.citusdeploy.remote.RemoteHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs with real scripts on this machine, a docker program that only writes down what it is
/// asked, and a catalog in memory.
final class PlanExecutorTest {
  @TempDir private Path folder;

  private final FakeCatalog catalog = new FakeCatalog();
  private final List<RunEvent> events = new ArrayList<>();
  private DesiredState desired = ClusterSketch.of(0).desired();

  @BeforeEach
  void prepare() throws IOException {
    desired =
        ClusterSketch.of(1)
            .withRoots(folder.resolve("opt").toString(), folder.resolve("data").toString())
            .desired();
    fakeDocker("");
  }

  @Test
  void aFreshClusterComesUp() throws IOException {
    RunResult result = execute(freshPlan());
    assertThat(result.problems()).isEmpty();
    assertThat(result.outcomes().values()).allMatch(StepOutcome.Succeeded.class::isInstance);
    assertThat(catalog.calls)
        .containsExactly(
            "connect c1 localhost:5432",
            "coordinator 10.0.0.1:5432",
            "add 10.0.0.2:5432",
            "restrict postgres shop",
            "role app *** shop",
            "readiness",
            "close");
    String node = folder.resolve("opt/shop/w1").toString();
    assertThat(asked())
        .contains("image inspect citus:1")
        .contains(
            "compose --ansi never --project-directory "
                + node
                + " -p shop-w1 --env-file /dev/null -f "
                + node
                + "/initialise.yml run --rm -T initialise")
        .contains(
            "compose --ansi never --project-directory "
                + node
                + " -p shop-w1 --env-file /dev/null -f "
                + node
                + "/compose.yml up -d --pull never")
        .noneMatch(line -> line.startsWith("COMPOSE_"));
    assertThat(folder.resolve("password-shop-w1")).content().matches("[0-9a-f]{48}\n");
  }

  @Test
  void stepsThatWereDoneAreNotDoneAgain() throws IOException {
    execute(freshPlan());
    Path mark = folder.resolve("data/shop/w1/initialised");
    Files.delete(folder.resolve("password-shop-w1"));
    RunResult again = execute(withoutPreconditions(freshPlan()));
    assertThat(again.problems()).isEmpty();
    assertThat(outcome(again, "w1/initialise"))
        .isInstanceOfSatisfying(
            StepOutcome.Succeeded.class, it -> assertThat(it.changed()).isFalse());
    assertThat(folder.resolve("password-shop-w1")).doesNotExist();
    assertThat(mark).exists();
  }

  @Test
  void aFileThatAppearedSinceThePlanIsNotWrittenOver() throws IOException {
    Plan plan = freshPlan();
    Path file = Files.createDirectories(folder.resolve("opt/shop/w1")).resolve("compose.yml");
    Files.writeString(file, "by hand");
    RunResult result = execute(plan);
    assertThat(result.problems())
        .singleElement()
        .returns("step-stale", Problem::code)
        .returns(Problem.Kind.STALE, Problem::kind)
        .satisfies(problem ->
            assertThat(problem.why())
                .contains(
                    file
                        + ": not there when planned, now sha256 "
                        + Sha256.of("by hand").shortened()));
    assertThat(file).hasContent("by hand");
    assertThat(outcome(result, "w1/start")).isInstanceOf(StepOutcome.NotReached.class);
  }

  @Test
  void aSetOfFilesThatWasSwitchedSinceThePlanIsNotSwitched() throws IOException {
    Plan plan = freshPlan();
    Path conf = Files.createDirectories(folder.resolve("opt/shop/w1/conf"));
    Files.createSymbolicLink(conf.resolve("current"), Path.of("0123456789ab"));
    assertThat(execute(plan).problems())
        .singleElement()
        .returns("step-stale", Problem::code)
        .satisfies(problem ->
            assertThat(problem.why())
                .contains("conf/current: not there when planned, now a link to 0123456789ab"));
    assertThat(conf.resolve("current")).isSymbolicLink();
  }

  @Test
  void dataThatAppearedSinceThePlanIsLeftAlone() throws IOException {
    Plan plan = freshPlan();
    Files.createDirectories(folder.resolve("data/shop/w1/pgdata/base"));
    assertThat(execute(plan).problems())
        .singleElement()
        .returns("step-stale", Problem::code)
        .satisfies(problem ->
            assertThat(problem.why())
                .contains("data/shop/w1: empty when planned, now holds pgdata"));
    assertThat(folder.resolve("password-shop-w1")).doesNotExist();
  }

  @Test
  void whatAFirstStartLeftUnfinishedIsNoData() throws IOException {
    Plan plan = freshPlan();
    Files.createDirectories(folder.resolve("data/shop/w1/pgdata.unfinished"));
    Files.createDirectories(folder.resolve("data/shop/w1/pgdata"));
    assertThat(execute(plan).problems()).isEmpty();
  }

  @Test
  void aContainerThatAppearedSinceThePlanIsNotTouched() throws IOException {
    Plan plan = freshPlan();
    Files.writeString(folder.resolve("container-shop-w1"), "abcdef0123456789 running");
    assertThat(execute(plan).problems())
        .singleElement()
        .returns("step-stale", Problem::code)
        .satisfies(problem ->
            assertThat(problem.why())
                .contains("container shop-w1: not there when planned, now abcdef012345 running"));
  }

  @Test
  void anotherContainerOrStateThanPlannedIsNotStopped() throws IOException {
    DesiredNode node = desired.nodes().getLast();
    Step step =
        on(
            step(node, new RecreateNode(node)),
            new Precondition.Container("shop-w1", "one", Precondition.ContainerState.RUNNING));
    execute(withoutPreconditions(freshPlan()));
    Path container = folder.resolve("container-shop-w1");
    for (String there : List.of("two running", "one exited", "one paused")) {
      Files.writeString(container, there);
      assertThat(execute(plan(step)).problems())
          .as(there)
          .singleElement()
          .returns("step-stale", Problem::code);
    }
    assertThat(asked()).noneMatch(line -> line.endsWith("--force-recreate"));
    for (String there : List.of("one running", "one restarting")) {
      Files.writeString(container, there);
      assertThat(execute(plan(step)).problems()).as(there).isEmpty();
    }
  }

  @Test
  void anEngineThatDoesNotAnswerIsNoMissingContainer() throws IOException {
    fakeDocker(
        """
        case "$*" in
        'inspect '*State.Status}}' shop-w1') echo 'Cannot connect to the Docker daemon' >&2; exit 1 ;;
        esac
        """);
    assertThat(execute(freshPlan()).problems())
        .singleElement()
        .returns("step-failed-start", Problem::code)
        .satisfies(
            problem -> assertThat(problem.why()).contains("Cannot connect to the Docker daemon"));
  }

  @Test
  void aRowThatIsAnotherThanPlannedIsNotTouched() throws IOException {
    DesiredNode coordinator = desired.nodes().getFirst();
    DesiredNode worker = desired.nodes().getLast();
    Step add =
        on(
            step(worker, new AddNode(worker.node().address())),
            new Precondition.NodeRow(worker.node().address(), null));
    Step set =
        on(
            step(coordinator, new SetCoordinatorHost(null, coordinator.node().address())),
            new Precondition.CoordinatorRow(null));
    catalog.setCoordinatorHost(coordinator.node().address());
    catalog.addNode(worker.node().address());
    catalog.calls.clear();
    RunResult result = execute(plan(set, add));
    assertThat(result.problems()).extracting(Problem::code).containsOnly("step-stale").hasSize(2);
    assertThat(result.problems().getFirst().why())
        .contains("the coordinator's address: not there when planned, now 10.0.0.1:5432");
    assertThat(result.problems().getLast().why())
        .contains("row of 10.0.0.2:5432: not there when planned, now node 2");
    assertThat(catalog.calls).allMatch(call -> call.equals("close") || call.startsWith("connect"));
    Step again =
        on(
            step(worker, new AddNode(worker.node().address())),
            new Precondition.NodeRow(worker.node().address(), 2));
    assertThat(execute(plan(again)).problems()).isEmpty();
  }

  private static Step on(Step step, Precondition precondition) {
    return new Step(
        step.id(),
        step.host(),
        step.node(),
        step.action(),
        step.reason(),
        step.after(),
        precondition);
  }

  private static Plan withoutPreconditions(Plan plan) {
    return new Plan(
        plan.steps().stream().map(step -> on(step, new Precondition.None())).toList(),
        plan.blockers(),
        plan.notes());
  }

  @Test
  void aNodeThatDoesNotStartIsReportedWithItsLastLogLines() throws IOException {
    fakeDocker(
        """
        case "$*" in
        'inspect '*shop-w1) echo 'exited 0 none 1'; exit ;;
        logs*) echo "FATAL: could not load server.key"; echo "ALTER ROLE a PASSWORD 'hunter-2'" ;;
        esac
        """);
    RunResult result = execute(withoutPreconditions(freshPlan()));
    Problem problem = result.problems().getFirst();
    assertThat(result.problems()).hasSize(1);
    assertThat(problem.code()).isEqualTo("node-keeps-ending");
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.why())
        .contains("exit code 1", "FATAL: could not load server.key")
        .doesNotContain("hunter-2");
    assertThat(problem.remedy())
        .contains("ssh deploy@10.0.0.2 'sudo docker logs --tail 100 shop-w1'");
    assertThat(outcome(result, "w1/add-node")).isInstanceOf(StepOutcome.NotReached.class);
    assertThat(outcome(result, "c1/start")).isInstanceOf(StepOutcome.Succeeded.class);
    assertThat(outcome(result, "c1/set-coordinator-host"))
        .isInstanceOf(StepOutcome.NotReached.class);
    assertThat(outcome(result, "c1/verify-cluster")).isInstanceOf(StepOutcome.NotReached.class);
  }

  @Test
  void connectionsThatDoNotWorkAreReportedBeforeAnythingIsRegistered() throws IOException {
    says(
        "w1",
        "citus w1 0 17.11|citus|14.0-1|14.0-1|14.0.1",
        "connection w1 10.0.0.1 5432 2 psql: error: connection to server at \"10.0.0.1\", port 5432 failed:"
            + " Connection refused  Is the server running on that host?",
        "connection w1 10.0.0.2 5432 0 1");
    Problem problem = execute(freshPlan()).problems().getFirst();
    assertThat(problem.code()).isEqualTo("nodes-not-reachable");
    assertThat(problem.where()).isEqualTo("host c1");
    assertThat(problem.what()).startsWith("1 of 4 connections between nodes fail");
    assertThat(problem.why()).endsWith("\n│ w1 → c1 (10.0.0.1:5432): connection refused");
    assertThat(problem.remedy())
        .contains(
            "ssh deploy@10.0.0.2 'sudo docker exec shop-w1 pg_isready -t 5 -h 10.0.0.1 -p 5432'");
    assertThat(catalog.calls).isEmpty();

    Files.delete(folder.resolve("says-w1"));
    assertThat(execute(withoutPreconditions(freshPlan())).problems()).isEmpty();
  }

  @Test
  void eachKindOfObstacleIsReportedOnItsOwn() throws IOException {
    says(
        "c1",
        "citus c1 0 17.11|citus|14.0-1|14.0-1|14.0.1",
        "connection c1 10.0.0.2 5432 2 could not translate host name \"10.0.0.2\" to address: Name or so",
        "known 10.0.0.2",
        "connection c1 10.0.0.1 5432 2 connection to server failed: FATAL:  no pg_hba.conf entry");
    says("w1", "gone w1 container is not running");
    RunResult result = execute(freshPlan());
    assertThat(result.problems())
        .extracting(Problem::code)
        .containsExactly("node-keeps-ending", "node-name-unknown", "node-login-failed");
    assertThat(result.problems().get(1).remedy()).contains("docker restart shop-c1");
    assertThat(catalog.calls).isEmpty();
  }

  @Test
  void aNodeWithoutCitusAsExpectedIsReportedWithWhatWasFound() throws IOException {
    assertThat(problemOf("17.11|pg_stat_statements|14.0-1|14.0-1|"))
        .returns("citus-not-preloaded", Problem::code)
        .satisfies(problem -> assertThat(problem.why()).contains("'pg_stat_statements'"));
    assertThat(problemOf("17.11|citus|||14.0.1"))
        .returns("citus-extension-missing", Problem::code)
        .satisfies(problem ->
            assertThat(problem.remedy())
                .contains(
                    "docker exec -u postgres shop-w1 psql -U postgres -d shop -c \"CREATE EXTENSION citus"));
    assertThat(problemOf("17.11|citus|13.2-1|14.0-1|14.0.1"))
        .returns("citus-extension-version", Problem::code)
        .returns("the extension citus of w1 is 13.2-1, its library wants 14.0-1", Problem::what);
    assertThat(problemOf("17.11|citus|13.2-1|13.2-1|13.2.2"))
        .returns("citus-versions-differ", Problem::code)
        .satisfies(problem ->
            assertThat(problem.why())
                .contains(
                    "\n│ c1: Citus 14.0.1, extension 14.0-1, PostgreSQL 17.11",
                    "\n│ w1: Citus 13.2.2, extension 13.2-1, PostgreSQL 17.11"));
  }

  private Problem problemOf(String row) throws IOException {
    says(
        "w1",
        "citus w1 0 " + row,
        "connection w1 10.0.0.1 5432 0 1",
        "connection w1 10.0.0.2 5432 0 1");
    return execute(withoutPreconditions(freshPlan())).problems().getFirst();
  }

  private void says(String node, String... lines) throws IOException {
    Files.write(folder.resolve("says-" + node), List.of(lines));
  }

  @Test
  void halfMadeDataIsNeverContinued() throws IOException {
    Path half = Files.createDirectories(folder.resolve("data/shop/w1/pgdata"));
    Files.writeString(half.resolve("PG_VERSION"), "17");
    RunResult result = execute(withoutPreconditions(freshPlan()));
    assertThat(result.problems())
        .extracting(Problem::code)
        .containsExactly("step-failed-initialise");
    assertThat(result.problems().getFirst().why()).contains("without a completion mark");
    assertThat(half.resolve("PG_VERSION")).exists();
  }

  /// PostgreSQL runs with one of its addresses and does not try the others again, so that waiting
  /// does not help once they are free.
  @Test
  void aServerThatLacksAnAddressIsStartedAnew() throws IOException {
    execute(freshPlan());
    fakeDocker(
        """
        case "$*" in
        *'ne .State.Health.Status "healthy"'*) echo 2026-11-22T08:55:00Z; exit ;;
        'logs --since 2026-11-22T08:55:00Z shop-w1')
          echo 'LOG:  could not bind IPv4 address "127.0.0.1": Address already in use' >&2; exit ;;
        esac
        """);
    DesiredNode node = desired.nodes().getLast();

    assertThat(execute(plan(step(node, new StartNode(node)))).problems()).isEmpty();

    assertThat(asked())
        .anyMatch(line ->
            line.contains("shop-w1") && line.endsWith("up -d --pull never --force-recreate"));
  }

  @Test
  void aRecreationAsksForACheckpointFirst() throws IOException {
    execute(freshPlan());
    DesiredNode node = desired.nodes().getLast();
    execute(plan(step(node, new RecreateNode(node))));
    assertThat(asked())
        .anyMatch(line ->
            line.contains("exec -u postgres -e PGOPTIONS=-c search_path=pg_catalog,pg_temp shop-w1")
                && line.contains("CHECK"))
        .anyMatch(line -> line.contains("up -d --pull never --force-recreate --timeout "));
  }

  @Test
  void aReloadRunsTheNodesOwnScript() throws IOException {
    DesiredNode node = desired.nodes().getLast();
    execute(plan(step(node, new ReloadNode(node))));
    assertThat(asked()).contains("exec shop-w1 sh /etc/citus-deploy/conf/current/reload.sh");
  }

  @Test
  void aReloadWaitsForAServerThatIsStarting() throws IOException {
    fakeDocker(
        """
        case "$*" in
        'inspect --type container -f {{.State.Status}} shop-w1') echo running; exit ;;
        *pg_isready*) [ -e FOLDER/started ] && exit 0; : >FOLDER/started; exit 2 ;;
        esac
        """);
    DesiredNode node = desired.nodes().getLast();
    assertThat(execute(plan(step(node, new ReloadNode(node)))).problems()).isEmpty();
    assertThat(asked()).filteredOn(line -> line.contains("pg_isready")).hasSize(2);
    assertThat(asked().getLast()).endsWith("sh /etc/citus-deploy/conf/current/reload.sh");
  }

  /// At any moment such a container may have been started just now, and have said nothing yet.
  @Test
  void whatAContainerThatEndsAgainAndAgainSaidBeforeIsReported() throws IOException {
    execute(freshPlan());
    fakeDocker(
        """
        case "$*" in
        'inspect --type container -f {{.State.StartedAt}}'*) echo 2026-11-22T08:55:00Z; exit ;;
        'inspect --type container -f {{.State.Status}} {{.RestartCount}}'*)
          echo 'restarting 4 none 1'; exit ;;
        'logs --tail 60 shop-w1') echo 'cat: /x/PG_VERSION: Permission denied' >&2; exit ;;
        logs*) exit ;;
        esac
        """);
    DesiredNode node = desired.nodes().getLast();
    Problem problem = execute(plan(step(node, new StartNode(node)))).problems().getFirst();
    assertThat(problem.code()).isEqualTo("node-keeps-ending");
    assertThat(problem.why()).contains("\n│ cat: /x/PG_VERSION: Permission denied");
    assertThat(problem.remedy()).contains("chmod a+x");
  }

  @Test
  void theSessionIsOpenedAnewAfterTheCoordinatorWasRecreated() throws IOException {
    DesiredNode coordinator = desired.nodes().getFirst();
    Step first = step(coordinator, new SetCoordinatorHost(null, coordinator.node().address()));
    Step second = after(step(coordinator, new RecreateNode(coordinator)), first);
    Step third = after(step(coordinator, new AddNode(coordinator.node().address())), second);
    execute(plan(first, second, third));
    assertThat(catalog.calls).filteredOn(call -> call.startsWith("connect")).hasSize(2);
  }

  @Test
  void aClusterThatBecomesHealthyAfterAWhilePasses() throws IOException {
    catalog.healthyAfterLooks = 2;
    assertThat(execute(freshPlan()).problems()).isEmpty();
    assertThat(catalog.looks).isEqualTo(3);
  }

  @Test
  void everyWayThatIsCutIsNamed() throws IOException {
    catalog.cuts.add("10.0.0.1>10.0.0.2");
    Problem problem = execute(freshPlan()).problems().getFirst();
    assertThat(problem.code()).isEqualTo("cluster-unhealthy");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.STEP_FAILED);
    assertThat(problem.why()).isEqualTo("c1 → w1 (10.0.0.1:5432 → 10.0.0.2:5432): not reached");
  }

  @Test
  void versionsThatDifferAndNodesThatAreMissingAreNamed() throws IOException {
    DesiredNode coordinator = desired.nodes().getFirst();
    catalog.setCoordinatorHost(coordinator.node().address());
    Problem missing = execute(plan(step(coordinator, new VerifyCluster()))).problems().getFirst();
    assertThat(missing.why()).contains("node w1 is not registered at 10.0.0.2:5432");
    catalog.addNode(desired.nodes().getLast().node().address());
    catalog.versions.put(2, new CatalogFacts.NodeVersions("17.11", "Citus 13.2.2", "13.2-1"));
    Problem differing = execute(plan(step(coordinator, new VerifyCluster()))).problems().getFirst();
    assertThat(differing.why())
        .contains("c1: PostgreSQL 17.11, Citus 14.0.1, extension 14.0-1")
        .contains("w1: PostgreSQL 17.11, Citus 13.2.2, extension 13.2-1");
  }

  @Test
  void aPlanWithBlockersIsNotExecuted() {
    Problem blocker =
        new Problem(new ProblemCode("no", Problem.Kind.REFUSED, "", ""), "no", "here", "", "");
    Plan blocked = new Plan(freshPlan().steps(), List.of(blocker), List.of());
    assertThatThrownBy(() -> execute(blocked)).isInstanceOf(ProblemException.class);
    assertThat(folder.resolve("opt")).doesNotExist();
  }

  @Test
  void noSecretStandsInEventsOrOutcomes() throws IOException {
    RunResult result = execute(freshPlan());
    assertThat(events.toString() + result).doesNotContain("first", "keytls 1");
  }

  @Test
  void newDataIsMadeWithTheGivenPassword() throws IOException {
    execute(freshPlan(), Secret.of("it's given"));
    assertThat(folder.resolve("password-shop-c1")).content().isEqualTo("it's given\n");
  }

  private RunResult execute(Plan plan) {
    return execute(plan, null);
  }

  private RunResult execute(Plan plan, @Nullable Secret superuserPassword) {
    SequencedMap<HostName, RemoteHost> hosts = new LinkedHashMap<>();
    for (Host host : desired.inventory().hosts()) {
      hosts.put(
          host.name(),
          new LocalShellHost(host.name().value(), List.of("sh"))
              .environment("PATH", folder + "/bin:" + LocalPrograms.path())
              .environment("COMPOSE_FILE", "/nowhere")
              .environment("COMPOSE_PROJECT_NAME", "other"));
    }
    ExecutionContext.Limits limits =
        new ExecutionContext.Limits(
            1, Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ZERO);
    return new PlanExecutor(StepHandlers::new)
        .execute(
            plan,
            new ExecutionContext(
                desired.inventory(),
                hosts,
                catalog,
                desired.inventory().addressOnHost(desired.inventory().coordinator()),
                new RunIdentity("run-1", "anna@laptop", "apply"),
                limits,
                InstantSource.system(),
                superuserPassword),
            events::add);
  }

  private Plan freshPlan() {
    ClusterFacts nothing = SketchedFacts.nothing(desired);
    return new Planner((_, _) -> false).plan(desired, nothing);
  }

  private static Plan plan(Step... steps) {
    return new Plan(List.of(steps), List.of(), List.of());
  }

  private static Step step(DesiredNode node, Action action) {
    String id = node.node().name() + "/" + action.word();
    return new Step(id, node.node().host(), node.node().name(), action, "test", List.of());
  }

  private static Step after(Step step, Step before) {
    return new Step(
        step.id(), step.host(), step.node(), step.action(), step.reason(), List.of(before.id()));
  }

  private static StepOutcome outcome(RunResult result, String id) {
    return result.outcomes().entrySet().stream()
        .filter(entry -> entry.getKey().id().equals(id))
        .map(java.util.Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(folder.resolve("asked"));
  }

  /// A docker program that writes down what it is asked, makes completion marks, and does what the
  /// test says besides.
  private void fakeDocker(String besides) throws IOException {
    Path program = Files.createDirectories(folder.resolve("bin")).resolve("docker");
    String text =
        """
        #!/bin/sh
        printf '%s\\n' "$*" >>FOLDER/asked
        fake_node() {
          for word; do
            case $word in NODE=*) node=${word#NODE=} ;; esac
          done
          ways=$(cat)
          if [ -e "FOLDER/says-$node" ]; then
            cat "FOLDER/says-$node"
            return
          fi
          echo "citus $node 0 17.11|citus|14.0-1|14.0-1|14.0.1"
          printf '%s\\n' "$ways" | sed "s/^/connection $node /; s/$/ 0 1/"
        }
        [ "$1" != compose ] || env | grep '^COMPOSE_' >>FOLDER/asked
        BESIDES
        case "$*" in
        'inspect --type container -f {{.Id}} {{.State.Status}} '*)
          for name; do :; done
          cat "FOLDER/container-$name" 2>/dev/null && exit
          echo "Error: No such container: $name" >&2
          exit 1 ;;
        'inspect --type container'*) echo 'running 0 healthy 0' ;;
        'exec -i '*) fake_node "$@" ;;
        *' run --rm -T initialise')
          project=${*#*-p }
          project=${project%% *}
          cat >FOLDER/password-$project
          echo 'fingerprint=secrets-1' >FOLDER/data/shop/${project#shop-}/initialised ;;
        esac
        """
            .replace("BESIDES", besides)
            .replace("FOLDER", folder.toString());
    Files.writeString(program, text + "exit 0\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
