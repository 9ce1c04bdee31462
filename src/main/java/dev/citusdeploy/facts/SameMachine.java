package dev.citusdeploy.facts;

import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
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
    Map<String, HostName> seen = new LinkedHashMap<>();
    for (HostFacts.Known host : facts.known()) {
      String id = host.system().machineId();
      HostName first = id.isEmpty() ? null : seen.putIfAbsent(id, host.host());
      if (first != null) {
        problems.add(problem(inventory, first, host.host(), id));
      }
    }
    return problems;
  }

  private static Problem problem(Inventory inventory, HostName first, HostName second, String id) {
    String where =
        inventory.hosts().stream()
            .filter(host -> host.name().equals(second))
            .map(host -> host.where())
            .findFirst()
            .orElse(second.value());
    return new Problem(
        FactsProblemCodes.SAME_MACHINE,
        second + " and " + first + " are the same machine",
        where,
        "both have the machine id " + id,
        "correct one address; or, for a rehearsal, put `same_machine: allowed` into the inventory;"
            + " or, if one is a clone of the other: `sudo rm /etc/machine-id && sudo"
            + " systemd-machine-id-setup` on the clone");
  }
}
