package dev.citusdeploy.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.DiskSpace;
import dev.citusdeploy.facts.EngineFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.HostFixtures;
import dev.citusdeploy.facts.OtherWorkloads;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.InventorySketch;
import dev.citusdeploy.model.Hardware;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class HostOverviewTest {
  @Test
  void reportsEveryHostBesideTheOneThatIsInTheWay() {
    Problem down = problem("ssh-timeout", "h2");
    Problem half = problem("data-half-made", "host h3, node h3");
    Problem twice = problem("same-machine", "inv.yml:3:1");
    var plan = new Plan(List.of(), List.of(down, half, twice), List.of());

    assertThat(HostOverview.lines(inventory(), facts(down), plan))
        .containsExactly(
            "",
            "HOST  ANSWERED  OUTCOME",
            "h1    yes       nothing to do",
            "h2    no        blocked by: ssh-timeout",
            "h3    yes       blocked by: data-half-made, same-machine",
            "");
  }

  @Test
  void showsNothingWhereNothingIsInTheWay() {
    var plan = new Plan(List.of(), List.of(), List.of());

    assertThat(HostOverview.lines(inventory(), facts(problem("ssh-timeout", "h2")), plan))
        .isEmpty();
  }

  private static Problem problem(String code, String where) {
    return new Problem(
        new ProblemCode(code, Problem.Kind.UNREACHABLE, "", ""), "what", where, "", "");
  }

  private static ClusterFacts facts(Problem unreachable) {
    SequencedMap<HostName, HostFacts> hosts = new LinkedHashMap<>();
    for (String text : List.of("h1", "h2", "h3")) {
      var name = new HostName(text);
      var system =
          new SystemFacts(
              "",
              "",
              new Hardware(1, 1),
              "",
              "",
              Duration.ZERO,
              new DiskSpace(0, 0, 0),
              new DiskSpace(0, 0, 0));
      hosts.put(
          name,
          text.equals("h2")
              ? new HostFacts.Unreachable(name, unreachable)
              : new HostFacts.Known(
                  name,
                  system,
                  new EngineFacts("", "", List.of()),
                  new LinkedHashMap<>(),
                  new LinkedHashMap<>(),
                  OtherWorkloads.NONE,
                  new LinkedHashMap<>(),
                  HostFixtures.ACCESS));
    }
    return new ClusterFacts(hosts, new CatalogFacts.NotRunning());
  }

  private static Inventory inventory() {
    var ssh = InventorySketch.login("u", 22, null, Path.of("known_hosts"), false);
    return InventorySketch.of(
            List.of("1", "2", "3").stream()
                .map(i ->
                    InventorySketch.host(
                        new HostName("h" + i),
                        "10.0.0." + i,
                        ssh,
                        List.of(),
                        "inv.yml:" + i + ":1"))
                .toList())
        .withFile("inv.yml")
        .inventory();
  }
}
