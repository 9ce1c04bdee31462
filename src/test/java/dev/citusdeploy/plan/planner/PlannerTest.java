package dev.citusdeploy.plan.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.FileMode;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.ClusterSketch;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.WriteFiles;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static final Problem UNREACHABLE =
      new Problem(
          new ProblemCode("ssh-refused", Problem.Kind.UNREACHABLE, "", ""),
          "no answer",
          "w1",
          "",
          "");

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final ClusterSketch sketch = ClusterSketch.of(2);

  @Test
  void aFreshClusterIsMadeFromNothing() {
    assertThat(ids(plan(sketch)))
        .containsExactly(
            "c1/pull-image",
            "w1/pull-image",
            "w2/pull-image",
            "c1/write-files",
            "w1/write-files",
            "w2/write-files",
            "c1/initialise",
            "w1/initialise",
            "w2/initialise",
            "c1/start",
            "w1/start",
            "w2/start",
            "c1/check-connectivity",
            "c1/set-coordinator-host",
            "w1/add-node",
            "w2/add-node",
            "c1/restrict-clients",
            "c1/create-role/app",
            "c1/verify-cluster");
    assertThat(step(plan(sketch), "w1/start").after())
        .containsExactly("w1/initialise", "c1/initialise");
    assertThat(step(plan(sketch), "w1/add-node").after())
        .containsExactly("w1/start", "c1/set-coordinator-host");
  }

  @Test
  void aConvergedClusterNeedsNothing() {
    converge(sketch);
    assertThat(plan(sketch).isConverged()).isTrue();
    assertThat(plan(sketch).notes()).isEmpty();
  }

  @Test
  void anHbaChangeIsReloaded() {
    converge(sketch);
    Plan plan = plan(sketch.withHba("more clients"));
    assertThat(ids(plan))
        .containsExactly(
            "c1/write-files",
            "w1/write-files",
            "w2/write-files",
            "c1/reload",
            "w1/reload",
            "w2/reload",
            "c1/verify-cluster");
    assertThat(step(plan, "w1/reload").reason()).isEqualTo("conf/pg_hba.conf changed");
  }

  @Test
  void aSettingsChangeIsRolledOutOneByOneWorkersFirst() {
    converge(sketch);
    Plan plan = plan(sketch.withConf("more memory"));
    assertThat(ids(plan)).contains("w1/recreate", "w2/recreate", "c1/recreate");
    assertThat(ids(plan)).doesNotContain("w1/reload", "w1/start");
    assertThat(step(plan, "w1/await-before-stop").after()).containsExactly("w1/write-files");
    assertThat(step(plan, "w2/await-before-stop").after())
        .containsExactly("w2/write-files", "w1/await-after-start");
    assertThat(step(plan, "c1/await-before-stop").after())
        .containsExactly("c1/write-files", "w2/await-after-start");
    for (String node : List.of("w1", "w2", "c1")) {
      assertThat(step(plan, node + "/recreate").after())
          .containsExactly(node + "/await-before-stop");
      assertThat(step(plan, node + "/await-after-start").after())
          .containsExactly(node + "/recreate");
    }
    assertThat(step(plan, "c1/recreate").reason()).isEqualTo("conf/postgresql.conf changed");
  }

  @Test
  void anotherImageIsPulledAndRolledOut() {
    converge(sketch);
    Plan plan = plan(sketch.withImage("citus:2"));
    assertThat(ids(plan)).contains("w1/pull-image", "w1/recreate");
    assertThat(step(plan, "w1/recreate").reason()).isEqualTo("image changed");
  }

  @Test
  void anImageThatIsGoneFromAHostThatNeedsNoneIsNotPulled() {
    converge(sketch);
    fleet.images.clear();
    assertThat(plan(sketch).isConverged()).isTrue();
  }

  @Test
  void aNewWorkerIsAddedAfterAllOthersLetItIn() {
    converge(sketch);
    Plan plan = plan(sketch.withServer("w3", 1));
    assertThat(ids(plan)).contains("c1/reload", "w1/reload", "w2/reload", "w3/initialise");
    assertThat(ids(plan)).doesNotContain("w1/recreate", "c1/set-coordinator-host", "w1/add-node");
    assertThat(step(plan, "c1/check-connectivity").after())
        .containsExactlyInAnyOrder("w3/start", "c1/reload", "w1/reload", "w2/reload");
    assertThat(step(plan, "w3/add-node").after())
        .containsExactlyInAnyOrder("w3/start", "c1/check-connectivity");
    assertThat(step(plan, "c1/check-connectivity").action())
        .isInstanceOfSatisfying(
            CheckConnectivity.class,
            check ->
                assertThat(check.connections())
                    .extracting(ways -> ways.from().node().name() + " " + names(ways.to()))
                    .containsExactly("c1 [w3]", "w1 [w3]", "w2 [w3]", "w3 [c1, w1, w2, w3]"));
  }

  @Test
  void aMissingContainerIsStarted() {
    converge(sketch);
    fleet.node("w1").container = null;
    Plan plan = plan(sketch);
    assertThat(ids(plan)).containsExactly("w1/start", "c1/verify-cluster");
    assertThat(step(plan, "w1/start").reason()).isEqualTo("it has no container");
  }

  @Test
  void noNodeIsStoppedWhileAnotherIsDown() {
    converge(sketch);
    fleet.node("w2").container = null;
    Plan plan = plan(sketch.withConf("more memory"));
    assertThat(step(plan, "w1/await-before-stop").after()).contains("w2/start");
  }

  @Test
  void aRestartThatAnEarlierRunMissedIsRemembered() {
    converge(sketch);
    ClusterSketch other = sketch.withConf("more memory");
    plan(other).steps().stream()
        .filter(step -> step.action() instanceof WriteFiles)
        .forEach(step -> fleet.apply(step, other.desired()));
    Plan plan = plan(other);
    assertThat(ids(plan))
        .filteredOn(id -> !id.contains("/await-"))
        .containsExactly("w1/recreate", "w2/recreate", "c1/recreate", "c1/verify-cluster");
    assertThat(step(plan, "w1/recreate").reason()).isEqualTo("it was started with other settings");
  }

  @Test
  void aMissingRecordOfTheStartStopsNoServer() {
    converge(sketch);
    fleet.node("w1").started = null;
    Plan plan = plan(sketch);
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.notes()).singleElement().asString().contains("w1", "no record");
    assertThat(ids(plan(sketch.withConf("more memory")))).contains("w1/recreate");
  }

  @Test
  void aFileEditedByHandIsWrittenAndLoadedAgain() {
    converge(sketch);
    String hba = "conf/" + fleet.node("w1").current + "/pg_hba.conf";
    fleet.node("w1").files.put(hba, new FileFacts(Sha256.of("trust"), FileMode.PUBLIC));
    Plan plan = plan(sketch);
    assertThat(ids(plan)).containsExactly("w1/write-files", "w1/reload", "c1/verify-cluster");
    assertThat(step(plan, "w1/write-files").reason()).isEqualTo("w1: conf/pg_hba.conf changed");
  }

  @Test
  void rightsThatDifferAreWrittenAgain() {
    converge(sketch);
    Sha256 hash = Objects.requireNonNull(fleet.node("w1").files.get("compose.yml")).hash();
    fleet.node("w1").files.put("compose.yml", new FileFacts(hash, FileMode.PRIVATE));
    assertThat(ids(plan(sketch))).containsExactly("w1/write-files", "c1/verify-cluster");
  }

  @Test
  void aNewPasswordIsSetAndShownNowhere() {
    converge(sketch);
    Plan plan = plan(sketch.withRole("app", "hunter-2"));
    assertThat(ids(plan)).containsExactly("c1/create-role/app", "c1/verify-cluster");
    assertThat(plan.toString()).doesNotContain("hunter-2").contains("password=***");
  }

  @Test
  void aClusterOfAnEarlierVersionIsClosedAndThePlanSaysSo() {
    converge(sketch);
    fleet.age();
    Plan plan = plan(sketch);
    assertThat(ids(plan))
        .containsExactly("c1/restrict-clients", "c1/create-role/app", "c1/verify-cluster");
    assertThat(step(plan, "c1/restrict-clients").reason()).contains("c1, w1, w2");
    assertThat(step(plan, "c1/create-role/app").reason())
        .isEqualTo("it gets schema app for its objects; it may no longer create in schema public");
    plan.steps().forEach(step -> fleet.apply(step, sketch.desired()));
    assertThat(plan(sketch).isConverged()).isTrue();
  }

  @Test
  void aRoleThatOwnsTablesInPublicIsLeftAsItIsWithANote() {
    converge(sketch);
    CatalogFacts.Known known = (CatalogFacts.Known) fleet.facts(sketch.desired()).catalog();
    known.roles().put("app", new CatalogFacts.ClientRole("first", false, true, 3, true, true));
    Plan plan = planner.plan(sketch.desired(), fleet.facts(sketch.desired()).with(known));
    assertThat(plan.isConverged()).isTrue();
    assertThat(plan.notes())
        .singleElement()
        .asString()
        .contains("role app keeps its right to create in schema public", "owns 3 tables");
  }

  @Test
  void aTransactionThatCitusDoesNotEndStopsARestartBeforeFilesAreWritten() {
    converge(sketch);
    ClusterSketch changed = sketch.withConf("conf 2");
    fleet.prepared.add(prepared("citus_0_1_2_3", 125, true));
    fleet.prepared.add(prepared("citus_77_999_1_1", 9000, false));
    assertThat(plan(changed).blockers()).as("within two rounds of recovery").isEmpty();
    assertThat(plan(changed).notes())
        .hasSize(3)
        .allSatisfy(note -> assertThat(note).contains("citus_77_999_1_1 of role app"));
    fleet.prepared.set(0, prepared("citus_0_1_2_3", 126, true));
    assertThat(plan(sketch).blockers()).as("nothing restarts").isEmpty();
    assertThat(plan(changed).blockers())
        .hasSize(3)
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo("transactions-prepared");
          assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
          assertThat(problem.why()).contains("citus_0_1_2_3").doesNotContain("citus_77");
          assertThat(problem.remedy()).doesNotContain("citus_0");
        });
  }

  private static ClusterReadiness.PreparedTransaction prepared(
      String id, int seconds, boolean ofCitus) {
    return new ClusterReadiness.PreparedTransaction(
        id, "7", "app", Duration.ofSeconds(seconds), ofCitus);
  }

  @Test
  void anInactiveRowIsActivated() {
    converge(sketch);
    fleet.rows.replaceAll((address, row) ->
        new CatalogFacts.CatalogNode(row.id(), row.group(), address, row.id() != 2, true, true));
    assertThat(ids(plan(sketch)))
        .containsExactly("c1/check-connectivity", "w1/add-node", "c1/verify-cluster");
  }

  @Test
  void halfMadeDataStopsTheRunAndNamesTheCommand() {
    converge(sketch);
    fleet.node("w1").data = new NodeFacts.DataFolder.Unmarked("17");
    fleet.node("w1").container = null;
    fleet.node("w1").started = null;
    fleet.node("w1").firstStart = null;
    assertThat(blocker(sketch, "data-half-made").remedy())
        .contains("ssh deploy@10.0.0.2 'sudo rm -rf /var/lib/citus-deploy/shop/w1'");
  }

  @Test
  void anothersDataStopsTheRun() {
    converge(sketch);
    fleet.node("w1").data = new NodeFacts.DataFolder.Initialised("other", "w1", "17", "secrets-1");
    assertThat(blocker(sketch, "data-foreign").why()).contains("cluster other");
    assertThat(plan(sketch).steps()).noneMatch(step -> step.id().startsWith("w1/"));
  }

  @Test
  void dataOfOtherSecretsStopsTheRun() {
    converge(sketch);
    fleet.node("w1").data = new NodeFacts.DataFolder.Initialised("shop", "w1", "17", "secrets-0");
    assertThat(blocker(sketch, "data-other-secrets").remedy()).contains("secrets file");
  }

  @Test
  void dataOfAnotherMajorVersionStopsTheRunWhereTheTagShowsIt() {
    converge(sketch);
    assertThat(plan(sketch.withImage("registry:5000/citus:14.0-pg17")).blockers()).isEmpty();
    blocker(sketch.withImage("citus:14.0-pg18"), "postgres-major-differs");
  }

  @Test
  void noNewDataIsMadeForANodeThatTheCatalogKnows() {
    converge(sketch);
    fleet.node("w1").data = new NodeFacts.DataFolder.Absent();
    fleet.node("w1").container = null;
    blocker(sketch, "data-missing");
  }

  @Test
  void noNewCoordinatorIsMadeBesideWorkersThatHaveServed() {
    converge(sketch);
    fleet.nodes.remove(new NodeName("c1"));
    assertThat(blocker(sketch, "data-missing").why()).contains("w1, w2");
  }

  @Test
  void anUnreachableHostMakesThePlanIncompleteNotEmpty() {
    Plan plan = planWith(sketch, new HostFacts.Unreachable(new HostName("w1"), UNREACHABLE));
    assertThat(plan.blockers()).containsExactly(UNREACHABLE);
    assertThat(ids(plan)).contains("w2/start").doesNotContain("w1/start");
  }

  @Test
  void aHostWithoutFactsIsABug() {
    ClusterFacts none = new ClusterFacts(new LinkedHashMap<>(), new CatalogFacts.NotRunning());
    assertThatThrownBy(() -> planner.plan(sketch.desired(), none))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRootlessEngineCannotHaveTheServersNetwork() {
    HostFacts.Known known = known("w1");
    EngineFacts rootless = new EngineFacts("26", "2.26", List.of("name=rootless"));
    Plan plan =
        planWith(
            sketch,
            new HostFacts.Known(
                known.host(),
                known.system(),
                rootless,
                known.images(),
                known.nodes(),
                OtherWorkloads.NONE,
                new LinkedHashMap<>(),
                HostFixtures.ACCESS));
    assertThat(plan.blockers())
        .singleElement()
        .satisfies(problem -> assertThat(problem.remedy()).contains("network: bridge"));
  }

  @Test
  void aForeignContainerOfTheSameNameStopsTheRun() {
    converge(sketch);
    ContainerFacts ours = Objects.requireNonNull(fleet.node("w1").container);
    fleet.node("w1").container =
        new ContainerFacts(
            ours.id(),
            ours.name(),
            ours.imageId(),
            "running",
            "healthy",
            new LinkedHashMap<>(),
            Network.UNKNOWN);
    blocker(sketch, "container-foreign");
  }

  @Test
  void aCatalogThatDoesNotAnswerStopsTheRunUnlessACureIsPlanned() {
    converge(sketch);
    Problem problem =
        new Problem(
            new ProblemCode("catalog-silent", Problem.Kind.STEP_FAILED, "", ""),
            "no SQL",
            "c1",
            "",
            "");
    CatalogFacts silent = new CatalogFacts.Unavailable(problem);
    DesiredState desired = sketch.desired();
    assertThat(planner.plan(desired, fleet.facts(desired).with(silent)).blockers())
        .containsExactly(problem);
    fleet.node("c1").container = null;
    Plan plan = planner.plan(desired, fleet.facts(desired).with(silent));
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.notes()).singleElement().asString().contains("no SQL");
    assertThat(ids(plan)).contains("c1/start", "c1/set-coordinator-host", "w2/add-node");
  }

  @Test
  void theRehearsalImageNeedsALab() {
    converge(sketch);
    DesiredState desired = sketch.desired();
    SequencedMap<Integer, CatalogFacts.NodeVersions> versions = new LinkedHashMap<>();
    versions.put(1, new CatalogFacts.NodeVersions("17", "Citus 14 rehearsal", "14"));
    CatalogFacts.Known known = (CatalogFacts.Known) fleet.facts(desired).catalog();
    CatalogFacts said =
        new CatalogFacts.Known(
            known.nodes(),
            versions,
            known.roles(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            MetadataFacts.NONE,
            RoleFacts.NONE);
    assertThat(planner.plan(desired, fleet.facts(desired).with(said)).blockers())
        .singleElement()
        .satisfies(problem -> assertThat(problem.code()).isEqualTo("rehearsal-image"));
  }

  @Test
  void aRegisteredWorkerIsNotLeftOutOfTheInventory() {
    converge(sketch.withServer("w3", 1));
    Problem problem = blocker(sketch, "node-not-in-inventory");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.what()).contains("10.0.0.4:5432");
    assertThat(problem.remedy()).contains("put it back into the inventory");
    fleet.rows.remove(new NodeAddress("10.0.0.4", 5432));
    assertThat(plan(sketch).blockers()).isEmpty();
  }

  @Test
  void aNodeFolderThatTheInventoryDoesNotMentionIsNotedAndLeftAlone() {
    converge(sketch);
    HostFacts.Known known = known("w1");
    SequencedMap<NodeName, NodeFacts> nodes = new LinkedHashMap<>(known.nodes());
    NodeName other = new NodeName("w9");
    nodes.put(
        other,
        new NodeFacts(
            other,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new NodeFacts.DataFolder.Unmarked("17"),
            null,
            null,
            null,
            null,
            null));
    Plan plan =
        planWith(
            sketch,
            new HostFacts.Known(
                known.host(),
                known.system(),
                known.engine(),
                known.images(),
                nodes,
                OtherWorkloads.NONE,
                new LinkedHashMap<>(),
                HostFixtures.ACCESS));
    assertThat(plan.notes()).singleElement().asString().contains("w9", "it has data");
    assertThat(plan.isConverged()).isTrue();
  }

  @Test
  void aNodeThatMayHaveMovedIsNotRegisteredTwice() {
    converge(sketch);
    NodeAddress old = new NodeAddress("10.9.9.9", 5432);
    CatalogFacts.CatalogNode row =
        Objects.requireNonNull(fleet.rows.remove(new NodeAddress("10.0.0.2", 5432)));
    fleet.rows.put(old, new CatalogFacts.CatalogNode(row.id(), 1, old, true, true, true));
    assertThat(blocker(sketch, "node-identity-unclear").remedy())
        .contains("ssh ", "citus_update_node(" + row.id() + ", '\\''10.0.0.2'\\'', 5432)");
  }

  @Test
  void ofSeveralMovedNodesNoRowIsNamedAsOnes() {
    converge(sketch);
    for (String address : List.of("10.0.0.2", "10.0.0.3")) {
      CatalogFacts.CatalogNode row =
          Objects.requireNonNull(fleet.rows.remove(new NodeAddress(address, 5432)));
      NodeAddress old = new NodeAddress(address.replace("10.0.0", "10.9.9"), 5432);
      fleet.rows.put(
          old, new CatalogFacts.CatalogNode(row.id(), row.group(), old, true, true, true));
    }
    List<Problem> blockers = plan(sketch).blockers();
    assertThat(blockers)
        .extracting(Problem::code)
        .containsExactly("node-identity-unclear", "node-identity-unclear");
    assertThat(blockers)
        .allSatisfy(problem -> {
          assertThat(problem.why()).contains("node 2 at 10.9.9.2:5432", "node 3 at 10.9.9.3:5432");
          assertThat(problem.remedy()).contains("by hand", "citus_update_node(ID, '\\''10.0.0.");
        });
  }

  @Test
  void whatDataWasMadeAsIsNotChanged() {
    converge(sketch);
    NodeAddress address = new NodeAddress("10.0.0.2", 5432);
    fleet.node("w1").manifest = new NodeManifest("coordinator", address, "archive", "admin");
    Plan plan = plan(sketch);
    assertThat(plan.blockers())
        .extracting(Problem::code)
        .containsExactly("role-changed", "database-changed", "superuser-changed");
    assertThat(plan.blockers())
        .extracting(Problem::what)
        .contains("the database of w1 would change from archive to shop");
    assertThat(ids(plan)).noneMatch(id -> id.startsWith("w1/"));
  }

  @Test
  void aManifestThatLacksFieldsOrBelongsToNoDataIsNoObjection() {
    converge(sketch);
    fleet.node("w1").manifest = new NodeManifest("worker", null, "", "");
    assertThat(plan(sketch).blockers()).isEmpty();
    fleet.nodes.clear();
    fleet.rows.clear();
    fleet.node("w1").manifest = new NodeManifest("coordinator", null, "archive", "admin");
    assertThat(plan(sketch).blockers()).isEmpty();
  }

  @Test
  void anAddressIsNotChangedWhileTheCatalogIsUnread() {
    converge(sketch);
    fleet.node("c1").manifest =
        new NodeManifest("coordinator", new NodeAddress("10.0.0.1", 5400), "shop", "postgres");
    assertThat(plan(sketch).blockers()).isEmpty();
    fleet.node("c1").container = null;
    assertThat(blocker(sketch, "address-changed").what())
        .isEqualTo("the address of c1 would change from 10.0.0.1:5400 to 10.0.0.1:5432");
  }

  @Test
  void twoNodesThatChangedPlacesAreNoticed() {
    converge(sketch);
    NodeManifest first = fleet.node("w1").manifest;
    fleet.node("w1").manifest = fleet.node("w2").manifest;
    fleet.node("w2").manifest = first;
    assertThat(plan(sketch).blockers())
        .extracting(Problem::code)
        .containsExactly("address-changed", "address-changed");
  }

  @Test
  void aCheckThatFailsIsNotForgottenByTheNextRun() {
    converge(sketch);
    fleet.silent.add(3);
    assertThat(ids(plan(sketch))).containsExactly("c1/verify-cluster");
    assertThat(step(plan(sketch), "c1/verify-cluster").reason())
        .contains("reports the same versions");
    fleet.silent.clear();
    fleet.otherVersions.put(2, new CatalogFacts.NodeVersions("17.11", "Citus 14.0.1", "13.2-1"));
    assertThat(ids(plan(sketch))).containsExactly("c1/verify-cluster");
    fleet.otherVersions.clear();
    assertThat(plan(sketch).isConverged()).isTrue();
  }

  @Test
  void theImageItselfDecidesItsMajorVersionNotItsTag() {
    converge(sketch);
    fleet.postgresMajor = "18";
    assertThat(blocker(sketch, "postgres-major-differs").what())
        .isEqualTo("the image holds PostgreSQL 18, the data is of 17");
    fleet.postgresMajor = "17";
    assertThat(plan(sketch).blockers()).isEmpty();
  }

  @Test
  void aClockThatIsOffStopsTheRun() {
    converge(sketch);
    assertThat(planWith(sketch, withClock(Duration.ofMinutes(-5))).blockers()).isEmpty();
    assertThat(planWith(sketch, withClock(Duration.ofSeconds(-301))).blockers())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("clock-off");
          assertThat(problem.what())
              .isEqualTo("the clock of host w1 is 301 seconds behind this machine's");
          assertThat(problem.remedy()).contains("NTP");
        });
    assertThat(planWith(sketch, withClock(Duration.ofHours(2))).blockers())
        .singleElement()
        .satisfies(problem -> assertThat(problem.what()).contains("7200 seconds ahead of"));
  }

  private HostFacts withClock(Duration offset) {
    HostFacts.Known known = known("w1");
    SystemFacts system = known.system();
    return new HostFacts.Known(
        known.host(),
        new SystemFacts(
            system.operatingSystem(),
            system.architecture(),
            system.hardware(),
            system.machineId(),
            system.bootId(),
            offset,
            system.data(),
            system.program()),
        known.engine(),
        known.images(),
        known.nodes(),
        OtherWorkloads.NONE,
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }

  private Plan planWith(ClusterSketch wish, HostFacts host) {
    DesiredState desired = wish.desired();
    ClusterFacts facts = fleet.facts(desired);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(facts.hosts());
    hosts.put(host.host(), host);
    return planner.plan(desired, new ClusterFacts(hosts, facts.catalog()));
  }

  private HostFacts.Known known(String host) {
    HostFacts facts = fleet.facts(sketch.desired()).hosts().get(new HostName(host));
    return (HostFacts.Known) Objects.requireNonNull(facts);
  }

  private Problem blocker(ClusterSketch wish, String code) {
    Plan plan = plan(wish);
    assertThat(plan.blockers()).extracting(Problem::code).contains(code);
    return plan.blockers().stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow();
  }

  private Plan plan(ClusterSketch wish) {
    DesiredState desired = wish.desired();
    return planner.plan(desired, fleet.facts(desired));
  }

  private void converge(ClusterSketch wish) {
    plan(wish).steps().forEach(step -> fleet.apply(step, wish.desired()));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  private static List<String> names(List<Node> nodes) {
    return nodes.stream().map(node -> node.name().value()).toList();
  }
}
