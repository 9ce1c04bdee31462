package dev.citusdeploy.health;

import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.SystemFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Two hosts of the inventory that are one machine: most often a typing error, and its two nodes
/// would fail together.
public final class SameMachine {
  private SameMachine() {}

  /// One problem for each host that is the same machine as an earlier one; none where the inventory
  /// allows it. Hosts without a machine id are not compared.
  public static List<Problem> problems(Inventory inventory, ClusterFacts facts) {
    List<Problem> problems = new ArrayList<>();
    if (inventory.sameMachine()) {
      return problems;
    }
    Map<String, HostFacts.Known> seen = new LinkedHashMap<>();
    for (HostFacts.Known host : facts.known()) {
      String id = host.system().machineId();
      HostFacts.Known first = id.isEmpty() ? null : seen.putIfAbsent(id, host);
      if (first != null) {
        problems.add(problem(inventory, first, host));
      }
    }
    return problems;
  }

  /// How many nodes the inventory puts on the machine that a host is, those of its other names
  /// included.
  public static int nodes(Inventory inventory, ClusterFacts facts, HostFacts.Known host) {
    String id = host.system().machineId();
    return inventory.hosts().stream()
        .filter(other ->
            other.name().equals(host.host())
                || (!id.isEmpty()
                    && facts.hosts().get(other.name()) instanceof HostFacts.Known known
                    && known.system().machineId().equals(id)))
        .mapToInt(other -> other.nodes().size())
        .sum();
  }

  private static Problem problem(
      Inventory inventory, HostFacts.Known first, HostFacts.Known second) {
    String where =
        inventory.hosts().stream()
            .filter(host -> host.name().equals(second.host()))
            .map(host -> host.where())
            .findFirst()
            .orElse(second.host().value());
    String id = "both have the machine id " + ForeignText.inline(second.system().machineId());
    return isClone(first.system(), second.system())
        ? new Problem(
            HealthProblemCodes.SAME_MACHINE,
            second.host() + " and " + first.host() + " have the identity of one machine",
            where,
            id + ", but they were booted apart: one is a clone of the other",
            "give the clone an identity of its own, as root on it: `rm /etc/machine-id &&"
                + " systemd-machine-id-setup`")
        : new Problem(
            HealthProblemCodes.SAME_MACHINE,
            second.host() + " and " + first.host() + " are the same machine",
            where,
            id + " and run since the same start: two addresses lead to it",
            "correct one address; or, for a rehearsal, set `same_machine: allowed` in the"
                + " inventory");
  }

  private static boolean isClone(SystemFacts first, SystemFacts second) {
    return !first.bootId().isEmpty()
        && !second.bootId().isEmpty()
        && !first.bootId().equals(second.bootId());
  }
}
