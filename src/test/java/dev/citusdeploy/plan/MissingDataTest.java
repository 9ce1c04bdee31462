package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.RecordedStart;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.planner.Planner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where there was data, nothing is made anew: each evidence of a first start that succeeded blocks
/// an initialisation, and what is no loss is distinguished from one.
class MissingDataTest {
  private final ClusterSketch sketch = ClusterSketch.of(2);
  private final DesiredState desired = sketch.desired();
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  @BeforeEach
  void converge() {
    plan().steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  @Test
  void disksThatAreNotMountedAnywhereAreALossOnEveryNode() {
    for (String name : List.of("c1", "w1", "w2")) {
      stop(name, "exited");
      fleet.node(name).data = new NodeFacts.DataFolder.Absent();
      unmount(name);
    }
    Plan plan = plan();
    assertThat(plan.steps()).isEmpty();
    assertThat(plan.blockers())
        .hasSize(3)
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo("data-missing");
          assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
          assertThat(problem.why())
              .contains("its first start is recorded in /opt/citus-deploy/shop/.state/first-start/")
              .contains("/dev/sdb1, mounted at /var/lib/citus-deploy, and nothing is mounted");
          assertThat(problem.remedy()).contains("findmnt -T", "/etc/fstab", "--new-data");
        });
  }

  @Test
  void theRecordOfTheFirstStartAloneIsEvidence() {
    lose("w1");
    fleet.rows.clear();
    fleet.node("w1").container = null;
    assertThat(blocker("data-missing").why()).contains("recorded in").doesNotContain("container");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "exited", "created", "paused", "restarting", "dead"})
  void aContainerInAnyStateAloneIsEvidence(String state) {
    lose("w1");
    fleet.rows.clear();
    fleet.node("w1").firstStart = null;
    stop("w1", state);
    assertThat(blocker("data-missing").why()).isEqualTo("its container shop-w1 is there");
  }

  @Test
  void theRecordOfAWorkerIsEvidenceForTheCoordinator() {
    for (String name : List.of("c1", "w1", "w2")) {
      lose(name);
      fleet.node(name).container = null;
    }
    fleet.node("c1").firstStart = null;
    fleet.node("w2").firstStart = null;
    assertThat(plan().blockers())
        .filteredOn(problem -> problem.where().contains("c1"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.why()).contains("workers have run already: w1"));
  }

  /// Containers removed, then the data not mounted and the program's folder not found either: no
  /// server knows of the cluster any more.
  @Test
  void aFormerStartInTheJournalOfTheProgramsOwnMachineIsEvidence() {
    List<RecordedStart> starts = new ArrayList<>();
    for (String name : List.of("c1", "w1", "w2")) {
      lose(name);
      fleet.node(name).container = null;
      fleet.node(name).firstStart = null;
      starts.add(start(name, "machine-" + name));
      // Another cluster of the same name, which the same machine looks after.
      starts.add(start(name, "another-" + name));
    }
    fleet.rows.clear();
    assertThat(plan().blockers()).isEmpty();
    Plan plan =
        planner.plan(desired, fleet.facts(desired).withFormerStarts(starts), Intent.Converge.ALL);
    assertThat(plan.blockers())
        .hasSize(3)
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo("data-missing");
          assertThat(problem.why())
              .contains("started on that server at 2026-11-30T08:00:00Z, in run r1");
          assertThat(problem.remedy()).contains("put `paths` back", "findmnt", "--new-data");
        });

    // Servers that were installed anew, or others at the same addresses.
    starts.replaceAll(start -> start(start.node().value(), "another"));
    assertThat(
            planner
                .plan(desired, fleet.facts(desired).withFormerStarts(starts), Intent.Converge.ALL)
                .blockers())
        .isEmpty();
  }

  @Test
  void dataOnTheRootFileSystemThatWasOnAnotherOneIsNotServed() {
    stop("w1", "exited");
    unmount("w1");
    Plan plan = plan();
    assertThat(blocker("data-not-mounted").remedy())
        .contains("/etc/fstab", "rm /opt/citus-deploy/shop/.state/first-start/w1");
    assertThat(plan.steps()).noneMatch(step -> step.id().startsWith("w1/"));
  }

  @Test
  void aNodeStartsAnewOnPurposeOnly() {
    lose("w1");
    stop("w1", "exited");
    Plan plan = plan("w1");
    assertThat(plan.blockers()).isEmpty();
    Step step =
        plan.steps().stream()
            .filter(it -> it.id().equals("w1/initialise"))
            .findFirst()
            .orElseThrow();
    assertThat(step.hasNoWayBack()).isTrue();
    assertThat(step.reason()).contains("starts with empty data", "lost");
    assertThat(plan.steps())
        .filteredOn(it -> it.id().equals("w1/start"))
        .singleElement()
        .extracting(Step::precondition)
        .isEqualTo(new Precondition.Container("shop-w1", null, Precondition.ContainerState.GONE));
  }

  @Test
  void aNodeWithDataDoesNotStartAnew() {
    assertThat(plan("w1").blockers()).extracting(Problem::code).containsExactly("new-data-refused");
  }

  @Test
  void aRenamedHostIsDistinguishedFromALoss() {
    ClusterSketch renamed = ClusterSketch.of(0).withServer("other", 1).withServer("w2", 1);
    ClusterFacts facts = fleet.facts(renamed.desired());
    Plan plan = planner.plan(renamed.desired(), with(facts, "other", fleet.facts(desired), "w1"));
    assertThat(plan.blockers())
        .filteredOn(problem -> problem.where().contains("other"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("node-renamed");
          assertThat(problem.remedy()).contains("put the name w1 back", "the data is intact");
        });
  }

  @Test
  void swappedAddressesAreDistinguishedFromALoss() {
    ClusterFacts facts = fleet.facts(desired);
    ClusterFacts swapped = with(with(facts, "w1", facts, "w2"), "w2", facts, "w1");
    assertThat(planner.plan(desired, swapped).blockers())
        .hasSize(2)
        .allSatisfy(problem -> {
          assertThat(problem.code()).isEqualTo("data-on-other-host");
          assertThat(problem.why()).contains("swapped");
          assertThat(problem.remedy()).contains("w1", "w2", "the data is intact");
        });
  }

  @Test
  void changedPathsAreDistinguishedFromALoss() {
    lose("w1");
    DesiredState other = sketch.withRoots("/opt/citus-deploy", "/data").desired();
    assertThat(planner.plan(other, fleet.facts(other)).blockers())
        .filteredOn(problem -> problem.where().contains("node w1"))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("data-path-changed");
          assertThat(problem.remedy()).contains("paths: { data: /var/lib/citus-deploy }");
        });
  }

  @Test
  void aFolderThatAServerUsedIsNeverToBeRemoved() {
    fleet.node("w1").data = new NodeFacts.DataFolder.Unmarked("17");
    assertThat(blocker("data-half-made").remedy())
        .doesNotContain("rm -rf")
        .contains(
            "cp /opt/citus-deploy/shop/.state/first-start/w1 /var/lib/citus-deploy/shop/w1/initialised");
    fleet.node("w1").firstStart = null;
    fleet.node("w1").container = null;
    assertThat(blocker("data-half-made").remedy())
        .doesNotContain("rm -rf")
        .contains("cluster=shop", "node=w1", "fingerprint=", "tee");
    fleet.node("w1").started = null;
    assertThat(blocker("data-half-made").remedy()).contains("rm -rf");
  }

  @Test
  void aClusterOfAnEarlierVersionGetsItsRecordsOnce() {
    fleet.nodes.values().forEach(node -> node.firstStart = null);
    Plan plan = plan();
    assertThat(plan.steps())
        .extracting(Step::id)
        .containsExactly(
            "c1/record-first-start",
            "w1/record-first-start",
            "w2/record-first-start",
            "c1/verify-cluster");
    plan.steps().forEach(step -> fleet.apply(step, desired));
    assertThat(plan().isConverged()).isTrue();
  }

  private static RecordedStart start(String node, String machine) {
    return new RecordedStart(
        new NodeName(node), machine, "r1", Instant.parse("2026-11-30T08:00:00.5Z"));
  }

  private Plan plan(String... anew) {
    return planner.plan(
        desired,
        fleet.facts(desired),
        new Intent.Converge(
            List.of(),
            false,
            MaxUnavailable.ONE,
            false,
            List.of(anew).stream().map(NodeName::new).toList()));
  }

  private Problem blocker(String code) {
    List<Problem> found =
        plan().blockers().stream().filter(problem -> problem.code().equals(code)).toList();
    assertThat(found).as(plan().blockers().toString()).hasSize(1);
    return found.getFirst();
  }

  private void lose(String name) {
    fleet.node(name).data = new NodeFacts.DataFolder.Absent();
    fleet.node(name).started = null;
    fleet.node(name).loaded = null;
  }

  private void stop(String name, String state) {
    ContainerFacts there = Objects.requireNonNull(fleet.node(name).container);
    fleet.node(name).container =
        new ContainerFacts(
            there.id(), there.name(), there.imageId(), state, "", there.labels(), Network.UNKNOWN);
  }

  private void unmount(String name) {
    fleet.node(name).firstStart =
        SimulatedFleet.firstStart(
            desired.nodes().stream()
                .filter(node -> node.node().name().value().equals(name))
                .findFirst()
                .orElseThrow(),
            desired,
            "/var/lib/citus-deploy",
            "/");
  }

  /// The facts, with what another host says in the place of a host's.
  private static ClusterFacts with(
      ClusterFacts facts, String host, ClusterFacts others, String other) {
    HostName name = new HostName(host);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(facts.hosts());
    HostFacts.Known known =
        (HostFacts.Known) Objects.requireNonNull(others.hosts().get(new HostName(other)));
    hosts.put(
        name,
        new HostFacts.Known(
            name,
            known.system(),
            known.engine(),
            known.images(),
            known.nodes(),
            known.neighbours(),
            new LinkedHashMap<>(),
            HostFixtures.ACCESS));
    return new ClusterFacts(hosts, facts.catalog());
  }
}
