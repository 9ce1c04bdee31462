package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.facts.RecordedStart;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Evidence that nodes' first starts have succeeded before. Only what exists after a successful
/// first start counts: the record of it, a service container in any state, a row of the catalog,
/// for the coordinator workers that have served, and a start on the same machine that the program's
/// own journal records. Files and one-shot containers do not count, so a first apply that was cut
/// off anywhere goes on.
final class FirstStartEvidence {
  private final Situation situation;
  private final CatalogView catalog;
  private final List<String> served;

  FirstStartEvidence(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
    this.served = servedWorkers();
  }

  /// Evidence that a node's first start has succeeded before; empty when there is none.
  List<String> of(DesiredNode node, NodeFacts facts) {
    List<String> evidence = new ArrayList<>();
    if (facts.firstStart() != null) {
      evidence.add(
          "its first start is recorded in "
              + situation.inventory().layout().firstStart(node.node().name()));
    }
    if (facts.container() != null) {
      evidence.add(
          "its container " + facts.container().name().transform(ForeignText::inline) + " is there");
    }
    if (catalog.row(node).isPresent()) {
      evidence.add("the cluster's catalog lists it as a node with data");
    }
    if (situation.isCoordinator(node) && !served.isEmpty()) {
      evidence.add("these workers have run already: " + summary(served));
    }
    formerStart(node)
        .ifPresent(start ->
            evidence.add(
                "this machine's journal records that it was started on that server at "
                    + start.time().truncatedTo(ChronoUnit.SECONDS)
                    + ", in run "
                    + ForeignText.inline(start.run())));
    return evidence;
  }

  /// A server that was reinstalled has another machine id: its data is gone.
  private Optional<RecordedStart> formerStart(DesiredNode node) {
    String machine = situation.host(node).map(host -> host.system().machineId()).orElse("");
    return situation.facts().formerStarts().reversed().stream()
        .filter(start -> start.node().equals(node.node().name()))
        .filter(start -> start.machineId().equals(machine))
        .findFirst();
  }

  private List<String> servedWorkers() {
    return situation.workers().stream()
        .filter(node -> situation.node(node).filter(FirstStartEvidence::hasServed).isPresent())
        .map(node -> node.node().name().value())
        .toList();
  }

  /// The plan starts no worker before the coordinator's data is made, so a worker that was started
  /// is no first run that was cut off.
  static boolean hasServed(NodeFacts facts) {
    return facts.firstStart() != null
        || (facts.data() instanceof DataFolder.Initialised && facts.started() != null);
  }

  private static String summary(List<String> names) {
    return names.size() <= 5
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 5)) + " and " + (names.size() - 5) + " more";
  }
}
