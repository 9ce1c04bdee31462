package dev.citusdeploy.report;

import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.ActionTraits.Place;
import dev.citusdeploy.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The state of each host, a line a host: where something blocks one, nobody has to guess how the
/// others are.
public final class HostOverview {
  private HostOverview() {}

  /// The table, with an empty line before it; nothing where there is no blocker.
  public static List<String> lines(Inventory inventory, ClusterFacts facts, Plan plan) {
    TextTable table = new TextTable("HOST", "ANSWERED", "OUTCOME");
    if (plan.blockers().isEmpty()) {
      return List.of();
    }
    inventory
        .hosts()
        .forEach(host -> {
          boolean known = facts.hosts().get(host.name()) instanceof HostFacts.Known;
          table.row(host.name().value(), known ? "yes" : "no", outcome(host, plan));
        });
    List<String> lines = new ArrayList<>(List.of(""));
    lines.addAll(table.lines());
    lines.add("");
    return lines;
  }

  private static String outcome(Host host, Plan plan) {
    String codes =
        plan.blockers().stream()
            .filter(problem -> isOf(problem, host))
            .map(Problem::code)
            .distinct()
            .collect(Collectors.joining(", "));
    long steps =
        plan.steps().stream()
            .filter(step ->
                step.host().equals(host.name()) && step.action().traits().place() == Place.SERVER)
            .count();
    if (!codes.isEmpty()) {
      return "blocked by: " + codes;
    }
    return steps == 0 ? "nothing to do" : steps + (steps == 1 ? " step" : " steps") + " to do";
  }

  private static boolean isOf(Problem problem, Host host) {
    String where = problem.where() + ",";
    return problem.where().equals(host.where())
        || where.equals(host.name() + ",")
        || where.startsWith("host " + host.name() + ",");
  }
}
