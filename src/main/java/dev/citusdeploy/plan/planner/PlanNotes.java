package dev.citusdeploy.plan.planner;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the reader should know and nothing is done about: things of this cluster that the inventory
/// does not mention. They are never removed by `apply`.
final class PlanNotes {
  private final Situation situation;
  private final Map<NodeName, DesiredNode> wanted = new HashMap<>();

  PlanNotes(Situation situation) {
    this.situation = situation;
    situation.desired().nodes().forEach(node -> wanted.put(node.node().name(), node));
  }

  /// Unknown nodes by host.
  List<String> all() {
    List<String> notes = new ArrayList<>();
    for (HostFacts.Known host : situation.knownHosts()) {
      for (NodeFacts node : host.nodes().values()) {
        if (!belongsHere(host, node.name())) {
          notes.add(unknown(host, node));
        }
      }
    }
    return notes;
  }

  private boolean belongsHere(HostFacts.Known host, NodeName name) {
    DesiredNode node = wanted.get(name);
    return node != null
        && (node.node().host().equals(host.host()) || isOneMachine(host, situation.host(node)));
  }

  private static boolean isOneMachine(HostFacts.Known host, Optional<HostFacts.Known> other) {
    String id = host.system().machineId();
    return !id.isEmpty()
        && other.map(known -> known.system().machineId()).filter(id::equals).isPresent();
  }

  private String unknown(HostFacts.Known host, NodeFacts node) {
    DesiredNode home = wanted.get(node.name());
    List<String> parts = new ArrayList<>();
    if (node.container() != null) {
      parts.add("its container is " + ForeignText.inline(node.container().state()));
    }
    if (NodeNeeds.hasData(node)) {
      parts.add("it has data");
    }
    return "host "
        + host.host()
        + ": node "
        + node.name()
        + (home == null
            ? " is not in the inventory"
            : " is, by the inventory, on host " + home.node().host())
        + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")")
        + "; it is left as it is";
  }
}
