package dev.citusdeploy.execution.journal;

import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A run as the journal of the machine announces it that it was started on.
///
/// @param identity which run it is
/// @param cluster which cluster it is about
/// @param steps ids of the plan's steps
/// @param machines the machine id of each host that answered
public record LocalRun(
    RunIdentity identity,
    ClusterMark cluster,
    List<String> steps,
    SequencedMap<String, String> machines) {
  /// Copies list and map.
  public LocalRun {
    steps = List.copyOf(steps);
    machines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(machines));
  }

  /// A run that executes a plan.
  ///
  /// @param facts what the plan was made for
  public static LocalRun of(
      RunIdentity identity, Inventory inventory, Plan plan, ClusterFacts facts) {
    SequencedMap<String, String> machines = new LinkedHashMap<>();
    for (HostFacts.Known host : facts.known()) {
      machines.put(host.host().value(), host.system().machineId());
    }
    return new LocalRun(
        identity,
        ClusterMark.of(inventory),
        plan.steps().stream().map(Step::id).toList(),
        machines);
  }

  SequencedMap<String, Object> asEntry() {
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("who", identity.who());
    entry.put("command", identity.command());
    entry.put("inventory", cluster.inventory());
    entry.put("coordinator", cluster.coordinator());
    entry.put("steps", steps);
    entry.put(RecordedStarts.MACHINES, machines);
    return entry;
  }

  /// Distinguishes two clusters of one name.
  ///
  /// @param inventory absolute path of the inventory
  /// @param coordinator where the coordinator's host is logged in to
  public record ClusterMark(String inventory, String coordinator) {
    /// The mark of a cluster.
    public static ClusterMark of(Inventory inventory) {
      var host = inventory.hostOf(inventory.coordinator());
      return new ClusterMark(
          inventory.file().toAbsolutePath().normalize().toString(),
          host.address() + " port " + host.ssh().port());
    }

    /// Whether a run with another mark was about the same cluster: its inventory may have been
    /// moved, or its coordinator.
    boolean fits(String otherInventory, String otherCoordinator) {
      return inventory.equals(otherInventory) || coordinator.equals(otherCoordinator);
    }
  }
}
