package dev.citusdeploy.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.cli.Invocation;
import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.Observation;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.ContainerFacts.Network;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.lab.LabServer;
import dev.citusdeploy.lab.image.LabImages;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.MaxUnavailable;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.SimulatedFleet;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.planner.Planner;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The servers in memory that the laws of planning and execution are tried on are as real ones: the
/// same events happen to both, and after each event both are read, plan the same steps, and are
/// found in the same state.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SimulatedFleetIT {
  private static final Intent OVERWRITING =
      new Intent.Converge(List.of(), false, MaxUnavailable.ONE, true, List.of());

  @RegisterExtension final SharedCluster cluster = new SharedCluster(2, LabImages::rehearsal);

  private final SimulatedFleet fleet = new SimulatedFleet();

  /// The servers in memory keep passwords as they are given.
  private final Planner planner = new Planner((password, kept) -> password.reveal().equals(kept));

  private final Map<String, String> containers = new HashMap<>();

  @Test
  void serversInMemoryAreAsRealOnes() throws Exception {
    Observation first = look();
    for (LabServer server : cluster.servers()) {
      fleet.images.put(
          SimulatedFleet.key(server.host(), cluster.image().reference()),
          SimulatedFleet.imageId(cluster.image().reference()));
    }
    fleet.postgresMajor = "17";
    try (ClusterSession session = session()) {
      session.save(first);
    }
    assertSame("empty servers");
    converge("the first start");

    cluster.setting("work_mem", "9MB");
    converge("a reload");
    cluster.setting("shared_buffers", "96MB");
    converge("restarts");
    cluster.edit("clients:\n", "clients:\n  - { from: 192.0.2.0/24, database: app, role: two }\n");
    converge("another role");

    worker("rm /opt/citus-deploy/lab/pg-w1/conf/current/pg_ident.conf");
    SimulatedFleet.SimulatedNode node = fleet.node("pg-w1");
    node.files.remove("conf/" + node.current + "/pg_ident.conf");
    assertSame("a file that was removed");
    converge("after a file was removed");

    String compose = worker("cat /opt/citus-deploy/lab/pg-w1/compose.yml");
    worker("echo '# by hand' >>/opt/citus-deploy/lab/pg-w1/compose.yml");
    fleet.edit(node, "compose.yml", compose + "# by hand\n");
    assertSame("a file that was changed by hand");
    converge("after a change by hand");

    worker("docker rm -f lab-pg-w1");
    node.container = null;
    assertSame("a container that was removed");
    converge("after a container was removed");

    worker("docker stop lab-pg-w1");
    ContainerFacts running = Objects.requireNonNull(node.container);
    node.container =
        new ContainerFacts(
            running.id(),
            running.name(),
            running.imageId(),
            "exited",
            "",
            running.labels(),
            Network.UNKNOWN);
    cluster.setting("work_mem", "10MB");
    assertSame("a container that was stopped");
    converge("after a container was stopped");
  }

  private String worker(String script) {
    return cluster.inside(cluster.servers().get(1), script);
  }

  private ClusterSession session() {
    InventoryOptions options = new InventoryOptions();
    options.inventory = cluster.inventory().toString();
    options.parallel = 8;
    options.connectTimeoutSeconds = 10;
    return ClusterSession.open(options);
  }

  private Observation look() throws InterruptedException {
    try (ClusterSession session = session()) {
      return session.observe(OVERWRITING);
    }
  }

  /// Also saves the passwords of roles that are new, so that both get the same.
  private Observation saved() throws InterruptedException {
    try (ClusterSession session = session()) {
      Observation seen = session.observe(OVERWRITING);
      session.save(seen);
      return seen;
    }
  }

  private Plan simulatedPlan(DesiredState desired) {
    return planner.plan(desired, fleet.closerFacts(desired), OVERWRITING);
  }

  /// Lets both do what their plans say, until nothing is left to do.
  private void converge(String event) throws InterruptedException {
    Observation seen = saved();
    Plan plan = simulatedPlan(seen.desired());
    assertThat(ids(plan)).as(event).isNotEmpty().isEqualTo(ids(seen.plan()));
    plan.steps().forEach(step -> fleet.apply(step, seen.desired()));
    Invocation apply = cluster.run("apply", "-y", "--overwrite-drift");
    assertThat(apply.exitCode()).as(event + apply.everything()).isZero();
    assertSame(event);
    assertThat(ids(look().plan())).as(event).isEmpty();
    assertThat(ids(simulatedPlan(seen.desired()))).as(event).isEmpty();
  }

  private static List<String> ids(Plan plan) {
    return plan.steps().stream().map(Step::id).sorted().toList();
  }

  private void assertSame(String event) throws InterruptedException {
    Observation seen = look();
    String simulated = described("simulated", fleet.facts(seen.desired()));
    String real = described("real", seen.facts());
    assertThat(ClusterLab.changes(simulated, real)).as(event).isEmpty();
  }

  /// What both can know, a line each: all but ids of containers and images, times, and what belongs
  /// to the machines.
  private String described(String whose, ClusterFacts facts) {
    List<String> lines = new ArrayList<>();
    facts
        .hosts()
        .values()
        .forEach(host -> {
          if (host instanceof HostFacts.Known known) {
            known.nodes().values().forEach(node -> describe(whose, node, lines));
          }
        });
    if (facts.catalog() instanceof CatalogFacts.Known known) {
      known
          .nodes()
          .forEach(row ->
              lines.add(
                  "row %s %d active %s synced %s shards %s"
                      .formatted(
                          row.address(),
                          row.group(),
                          row.active(),
                          row.synced(),
                          row.holdsShards())));
      known.roles().forEach((name, role) -> lines.add("role " + name + " " + role.isConfined()));
    } else {
      lines.add("no catalog");
    }
    Collections.sort(lines);
    return String.join("\n", lines);
  }

  private void describe(String whose, NodeFacts node, List<String> lines) {
    // Former generations are left out: real servers keep three, those in memory keep all.
    String current = "conf/" + node.links().get("conf/current") + "/";
    node.files()
        .forEach((path, file) -> {
          if (!path.startsWith("conf/") || path.startsWith(current)) {
            lines.add(node.name() + " " + path + " " + file);
          }
        });
    node.links().forEach((path, target) -> lines.add(node.name() + " " + path + " → " + target));
    lines.add(node.name() + " data " + node.data());
    lines.add(node.name() + " started " + node.started() + ", loaded " + node.loaded());
    lines.add(node.name() + " manifest " + node.manifest());
    lines.add(node.name() + " first start " + firstStart(node.firstStart()));
    lines.add(node.name() + " container " + container(node.container()));
    String id = node.container() == null ? "none" : node.container().id();
    String before = containers.put(whose + node.name(), id);
    lines.add(node.name() + " has the same container: " + id.equals(before));
  }

  private static String firstStart(@Nullable FirstStartRecord start) {
    return start == null
        ? "none"
        : String.join(
            " ",
            start.cluster(),
            start.node(),
            start.postgresVersion(),
            start.fingerprint(),
            start.dataFolder(),
            start.image());
  }

  private static String container(@Nullable ContainerFacts container) {
    if (container == null) {
      return "none";
    }
    Map<String, String> labels = new TreeMap<>(container.labels());
    // Among the others are those of the image.
    labels
        .keySet()
        .removeIf(name ->
            !name.startsWith("dev.citusdeploy.") || name.equals("dev.citusdeploy.rehearsal"));
    return String.join(" ", container.name(), container.state(), container.health()) + " " + labels;
  }
}
