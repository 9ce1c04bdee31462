package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.NodeVersions;
import dev.citusdeploy.catalog.MetadataFacts;
import dev.citusdeploy.catalog.RoleFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.ImageContents;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.RecordedCollation;
import dev.citusdeploy.plan.action.RecreateNode;
import dev.citusdeploy.plan.action.WriteFiles;
import dev.citusdeploy.plan.planner.Planner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Another `image:` in the inventory of a cluster that serves Citus 13.2.2 on PostgreSQL 17.
final class AnotherImageTest {
  private static final String OLD = "citusdata/citus:13.2.2";
  private static final ImageContents OLD_CONTENTS = contents("17.12", "13.2.2", "13.2-1");
  private static final NodeVersions SERVED = new NodeVersions("17.12", "Citus 13.2.2", "13.2-1");

  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final ClusterSketch old = ClusterSketch.of(2).withImage(OLD);
  private final ClusterFacts before;

  private List<RecordedCollation> collations = List.of();
  private List<RecordedCollation> recorded = List.of();
  private boolean catalogAnswers = true;
  private final SequencedMap<Integer, NodeVersions> versions = new LinkedHashMap<>();

  AnotherImageTest() {
    DesiredState desired = old.desired();
    for (int i = 0; i < 5; i++) {
      planner
          .plan(desired, fleet.closerFacts(desired))
          .steps()
          .forEach(it -> fleet.apply(it, desired));
    }
    before = fleet.facts(desired);
    for (int id = 1; id <= 3; id++) {
      versions.put(id, SERVED);
    }
  }

  private static ImageContents contents(String postgres, String citus, String extension) {
    return new ImageContents(
        postgres, citus, extension, "Debian GNU/Linux 13 (trixie)", "glibc 2.41", "76");
  }

  /// The cluster of 13.2.2 and another image, on every server unless it holds nothing known.
  private Plan plan(String image, @Nullable ImageContents holds) {
    return plan(image, holds, List.of("c1", "w1", "w2"));
  }

  private Plan plan(String image, @Nullable ImageContents holds, List<String> there) {
    return plan(image, holds, there, List.of());
  }

  /// @param swapped nodes whose containers run on the other image already
  private Plan plan(
      String image, @Nullable ImageContents holds, List<String> there, List<String> swapped) {
    DesiredState desired = old.withImage(image).desired();
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    before
        .hosts()
        .forEach((name, facts) -> {
          HostFacts.Known known = (HostFacts.Known) facts;
          SequencedMap<String, ImageContents> contents = new LinkedHashMap<>();
          contents.put(SimulatedFleet.imageId(OLD), OLD_CONTENTS);
          SequencedMap<String, ImageFacts> images = new LinkedHashMap<>();
          if (there.contains(name.value())) {
            images.put(image, image("sha256:new"));
            Optional.ofNullable(holds).ifPresent(it -> contents.put("sha256:new", it));
          }
          SequencedMap<NodeName, NodeFacts> nodes = new LinkedHashMap<>();
          known
              .nodes()
              .forEach((node, it) -> nodes.put(node, node(it, swapped.contains(node.value()))));
          hosts.put(
              name,
              new HostFacts.Known(
                  known.host(),
                  known.system(),
                  known.engine(),
                  images,
                  nodes,
                  known.neighbours(),
                  contents,
                  HostFixtures.ACCESS));
        });
    ClusterFacts facts = new ClusterFacts(hosts, catalog());
    return planner.plan(desired, fleet.closer(desired, facts));
  }

  private static ImageFacts image(String id) {
    return new ImageFacts(id, List.of(), "amd64", "", "", ImageTraits.OFFICIAL);
  }

  private NodeFacts node(NodeFacts node, boolean swapped) {
    FirstStartRecord firstStart = Objects.requireNonNull(node.firstStart());
    ContainerFacts container = Objects.requireNonNull(node.container());
    return new NodeFacts(
        node.name(),
        node.files(),
        node.links(),
        node.data(),
        node.started(),
        node.loaded(),
        node.manifest(),
        new FirstStartRecord(
            firstStart.cluster(),
            firstStart.node(),
            firstStart.postgresVersion(),
            firstStart.fingerprint(),
            firstStart.dataFolder(),
            firstStart.mountPoint(),
            firstStart.device(),
            "13.2-1",
            OLD,
            "76",
            recorded,
            firstStart.mountedNow()),
        swapped
            ? new ContainerFacts(
                container.id(),
                container.name(),
                "sha256:new",
                container.state(),
                container.health(),
                container.labels(),
                Network.UNKNOWN)
            : container);
  }

  private CatalogFacts catalog() {
    if (!catalogAnswers) {
      return new CatalogFacts.NotRunning();
    }
    CatalogFacts.Known known = (CatalogFacts.Known) before.catalog();
    SequencedMap<Integer, NodeSettings> settings = new LinkedHashMap<>();
    known
        .nodes()
        .forEach(row -> settings.put(row.id(), new NodeSettings(100, List.of(), collations)));
    return new CatalogFacts.Known(
        known.nodes(),
        versions,
        known.roles(),
        settings,
        known.sessions(),
        new LinkedHashMap<>(),
        MetadataFacts.NONE,
        RoleFacts.NONE);
  }

  private static Problem only(Plan plan) {
    assertThat(plan.blockers()).hasSize(1);
    assertThat(plan.steps()).noneMatch(step -> step.action() instanceof RecreateNode);
    return plan.blockers().getFirst();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewerCitusIsRefusedWhetherTheNodesAnswerOrTheirRecordsDo(boolean answers) {
    catalogAnswers = answers;
    Problem problem = only(plan("citusdata/citus:14.0.1", contents("17.12", "14.0.1", "14.0-1")));
    assertThat(problem.code()).isEqualTo("citus-version-differs");
    assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
    assertThat(problem.what()).isEqualTo("the image holds Citus 14.0-1, the data is of 13.2-1");
    assertThat(problem.where()).isEqualTo("nodes c1, w1, w2");
    assertThat(problem.why())
        .contains("Citus 14.0.1 (extension 14.0-1), PostgreSQL 17.12", "trixie", "glibc 2.41");
    assertThat(problem.remedy()).contains(OLD, "docs/upgrade.md");
  }

  @Test
  void anOlderCitusIsRefusedAsWell() {
    versions.replaceAll((_, _) -> new NodeVersions("17.12", "Citus 14.0.1", "14.0-1"));
    Problem problem = only(plan("citusdata/citus:13.2.1", OLD_CONTENTS));
    assertThat(problem.what()).isEqualTo("the image holds Citus 13.2-1, the data is of 14.0-1");
  }

  @ParameterizedTest
  @CsvSource({"18.4,18", "16.9,16"})
  void anotherPostgresMajorIsRefusedInEitherDirection(String version, String major) {
    Problem problem = only(plan("db:2", contents(version, "13.2.2", "13.2-1")));
    assertThat(problem.code()).isEqualTo("postgres-major-differs");
    assertThat(problem.what())
        .isEqualTo("the image holds PostgreSQL " + major + ", the data is of 17");
  }

  @Test
  void aPostgresOlderThanTheFilesAreForIsRefused() {
    assertThat(plan("db:2", contents("15.15", "13.2.2", "13.2-1")).blockers())
        .extracting(Problem::code)
        .contains("postgres-too-old");
    DesiredState desired = ClusterSketch.of(1).withImage("citusdata/citus:11.3").desired();
    assertThat(planner.plan(desired, new SimulatedFleet().facts(desired)).blockers())
        .extracting(Problem::code)
        .containsExactly("postgres-too-old");
  }

  @ParameterizedTest
  @CsvSource({
    "citusdata/citus:14.1.0,      postgres-major-differs",
    "citusdata/citus:14.1.0-pg17, citus-version-differs",
    "mirror.example/citus:13.1.0, citus-version-differs",
    "mirror.example/db:9-pg16,    postgres-major-differs"
  })
  void theNameSpeaksWhileNoServerHasTheImage(String image, String code) {
    Problem problem = only(plan(image, null, List.of()));
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.why()).contains("no server has inspected " + image);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"citusdata/citus:13.2.1", "mirror.example/db:9", "citusdata/citus@sha256:00"})
  void whatTheNameDoesNotTellIsAskedAfterThePullAndBeforeAnythingElse(String image) {
    Plan plan = plan(image, null, List.of());
    assertThat(plan.blockers()).isEmpty();
    List<String> pulls = List.of("c1/pull-image", "w1/pull-image", "w2/pull-image");
    assertThat(ids(plan)).containsAll(pulls);
    for (Step step : plan.steps()) {
      if (step.action() instanceof WriteFiles) {
        assertThat(step.after()).containsExactly(step.host() + "/pull-image");
      }
    }
    assertThat(step(plan, "w1/await-before-stop").after()).containsAll(pulls);
  }

  @Test
  void anotherServersLookIntoTheImageSpeaksForAllOfItsKind() {
    assertThat(only(plan("db:2", contents("17.12", "14.0.1", "14.0-1"), List.of("w2"))).where())
        .isEqualTo("nodes c1, w1, w2");
  }

  @Test
  void patchLevelsRollAndTheReasonStatesFromWhatToWhat() {
    Plan plan = plan("citusdata/citus:13.2.4", contents("17.13", "13.2.4", "13.2-1"));
    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/recreate").reason())
        .isEqualTo(
            "image changed: Citus 13.2.2 (extension 13.2-1), PostgreSQL 17.12 → Citus 13.2.4"
                + " (extension 13.2-1), PostgreSQL 17.13");
  }

  @Test
  void aNodeThatRunsAnotherLibraryThanItsDataIsNamedAndLedBack() {
    Problem problem =
        plan(
                "citusdata/citus:14.0.1",
                contents("17.12", "14.0.1", "14.0-1"),
                List.of("c1", "w1", "w2"),
                List.of("w1"))
            .blockers()
            .stream()
            .filter(it -> it.code().equals("citus-library-differs"))
            .findFirst()
            .orElseThrow();
    assertThat(problem.where()).isEqualTo("node w1");
    assertThat(problem.what())
        .isEqualTo("the node runs with the library of Citus 14.0-1 on data of 13.2-1");
    assertThat(problem.remedy()).contains("`image: " + OLD + "`", "docs/upgrade.md");
  }

  @Test
  void theOldImageLeadsOutOfIt() {
    DesiredState desired = old.desired();
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(before.hosts());
    hosts.replaceAll((name, facts) -> {
      HostFacts.Known known = (HostFacts.Known) facts;
      SequencedMap<String, ImageContents> contents = new LinkedHashMap<>();
      contents.put(SimulatedFleet.imageId(OLD), OLD_CONTENTS);
      contents.put("sha256:new", contents("17.12", "14.0.1", "14.0-1"));
      SequencedMap<NodeName, NodeFacts> nodes = new LinkedHashMap<>();
      known.nodes().forEach((node, it) -> nodes.put(node, node(it, name.value().equals("w1"))));
      return new HostFacts.Known(
          known.host(),
          known.system(),
          known.engine(),
          known.images(),
          nodes,
          known.neighbours(),
          contents,
          HostFixtures.ACCESS);
    });
    Plan plan = planner.plan(desired, fleet.closer(desired, new ClusterFacts(hosts, catalog())));
    assertThat(plan.blockers()).isEmpty();
    assertThat(ids(plan))
        .filteredOn(id -> !id.contains("/await-"))
        .containsExactly("w1/recreate", "c1/verify-cluster");
    assertThat(step(plan, "w1/recreate").reason())
        .contains("Citus 14.0.1", "→ Citus 13.2.2", "its data is of 13.2-1");
  }

  @Test
  void oneExtensionThatWasForgottenIsUpdatedThere() {
    versions.replaceAll((_, _) -> new NodeVersions("17.12", "Citus 14.0.1", "14.0-1"));
    versions.put(2, new NodeVersions("17.12", "Citus 14.0.1", "13.2-1"));
    Problem problem =
        plan(
                "citusdata/citus:14.0.1",
                contents("17.12", "14.0.1", "14.0-1"),
                List.of("c1", "w1", "w2"),
                List.of("c1", "w1", "w2"))
            .blockers()
            .getFirst();
    assertThat(problem.code()).isEqualTo("citus-library-differs");
    assertThat(problem.where()).isEqualTo("node w1");
    assertThat(problem.remedy()).contains("ALTER EXTENSION citus UPDATE").contains("shop-w1");
  }

  @Test
  void anExtensionThatWasUpdatedByHandIsRecordedAndNothingElse() {
    versions.replaceAll((_, _) -> new NodeVersions("17.12", "Citus 14.0.1", "14.0-1"));
    Plan plan =
        plan(
            "citusdata/citus:14.0.1",
            contents("17.12", "14.0.1", "14.0-1"),
            List.of("c1", "w1", "w2"),
            List.of("c1", "w1", "w2"));
    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/recreate").reason()).contains("compose.yml changed");
    versions.clear();
    versions.put(2, SERVED);
    DesiredState desired = old.desired();
    ClusterFacts first = fleet.facts(desired);
    Plan recording =
        planner.plan(desired, fleet.closer(desired, new ClusterFacts(first.hosts(), catalog())));
    assertThat(step(recording, "w1/record-first-start").reason())
        .isEqualTo("its data is of Citus 13.2-1, and the record has 14.0-1");
  }

  @ParameterizedTest
  @CsvSource({
    "c, 2.36,    2.41,    glibc 2.36",
    "i, 153.121, 153.128, ICU collation 153.121",
  })
  void aCollationThatTheImageDoesNotGiveIsRefused(
      char provider, String version, String actual, String words) {
    collations = List.of(new RecordedCollation(provider, version, actual));
    Problem problem = only(plan("db:2", contents("17.13", "13.2.2", "13.2-1")));
    assertThat(problem.code()).isEqualTo("collation-version-differs");
    assertThat(problem.what()).contains(words);
    collations = List.of();
    recorded = List.of(new RecordedCollation(provider, version, actual));
    catalogAnswers = false;
    assertThat(only(plan("db:2", contents("17.13", "13.2.2", "13.2-1"))).code())
        .isEqualTo("collation-version-differs");
  }

  @Test
  void whereNoCollationIsRecordedAnotherBaseSystemIsFine() {
    ImageContents alpine =
        new ImageContents("17.12", "13.2.2", "13.2-1", "Alpine Linux v3.22", "musl 1.2.5", "76");
    Plan plan = plan("db:2", alpine);
    assertThat(plan.blockers()).isEmpty();
    assertThat(step(plan, "w1/recreate").reason())
        .contains("trixie", "glibc 2.41", "Alpine Linux v3.22", "musl 1.2.5");
    collations = List.of(new RecordedCollation('c', "2.41", "2.41"));
    assertThat(only(plan("db:2", alpine)).what()).contains("musl 1.2.5", "glibc 2.41");
    collations =
        List.of(
            new RecordedCollation('c', "2.41", "2.41"),
            new RecordedCollation('i', "153.128", "153.128"));
    assertThat(plan("db:2", contents("17.13", "13.2.2", "13.2-1")).blockers()).isEmpty();
  }

  @Test
  void imagesThatWereLoadedIntoDifferentStoresAreTheSame() {
    ImageFacts one =
        new ImageFacts("sha256:config", List.of(), "amd64", "", "made of", ImageTraits.OFFICIAL);
    ImageFacts other =
        new ImageFacts("sha256:manifest", List.of(), "amd64", "", "made of", ImageTraits.OFFICIAL);
    assertThat(one.isSame(other)).isTrue();
    assertThat(one.isSame(image("sha256:manifest"))).isFalse();
    assertThat(image("sha256:a").isSame(image("sha256:b"))).isFalse();
    assertThat(stores("made of").blockers()).isEmpty();
    assertThat(stores("").blockers()).extracting(Problem::code).containsExactly("images-differ");
  }

  /// New servers whose engines call one image by different ids.
  private Plan stores(String content) {
    DesiredState desired = old.desired();
    SequencedMap<HostName, HostFacts> hosts =
        new LinkedHashMap<>(new SimulatedFleet().facts(desired).hosts());
    hosts.replaceAll((name, facts) -> {
      HostFacts.Known known = (HostFacts.Known) facts;
      SequencedMap<String, ImageFacts> images = new LinkedHashMap<>();
      images.put(
          OLD,
          new ImageFacts(
              "sha256:" + name, List.of(), "amd64", "17", content, ImageTraits.OFFICIAL));
      return new HostFacts.Known(
          known.host(),
          known.system(),
          known.engine(),
          images,
          known.nodes(),
          known.neighbours(),
          new LinkedHashMap<>(),
          HostFixtures.ACCESS);
    });
    return planner.plan(desired, new ClusterFacts(hosts, new CatalogFacts.NotRunning()));
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).toList();
  }

  private static Step step(Plan plan, String id) {
    return plan.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }
}
