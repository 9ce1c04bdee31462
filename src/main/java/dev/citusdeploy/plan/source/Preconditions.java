package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.Precondition.ContainerState;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ties each step to what it was planned on.
public final class Preconditions {
  private final Situation situation;
  private final CatalogView catalog;

  public Preconditions(Situation situation, CatalogView catalog) {
    this.situation = situation;
    this.catalog = catalog;
  }

  /// The state of the folders that files of services are to be written to.
  Precondition files(List<ServiceFiles> services) {
    return new Precondition.Files(services.stream().map(this::folder).toList());
  }

  /// That a node has no data.
  Precondition noData(DesiredNode node) {
    return new Precondition.NoData(node.service().dataFolder());
  }

  /// A node's container, which is gone where data is made for it.
  Precondition start(DesiredNode node) {
    return isNew(node) ? gone(node) : container(node);
  }

  private Precondition.Folder folder(ServiceFiles files) {
    NodeFacts there = situation.node(files.service().name()).orElseThrow();
    List<Precondition.Replaced> replaced = new ArrayList<>();
    for (FileChange change : files.changes()) {
      replaced.add(replaced(there, change.file().path()));
      // What another generation takes the place of is what the plan showed, or nothing happens.
      if (change.before() != null && !change.before().path().equals(change.file().path())) {
        replaced.add(replaced(there, change.before().path()));
      }
    }
    return new Precondition.Folder(
        files.service().folder(), there.links().get(DesiredService.CURRENT), replaced);
  }

  private static Precondition.Replaced replaced(NodeFacts there, String path) {
    FileFacts file = there.files().get(path);
    return new Precondition.Replaced(path, file == null ? null : file.hash());
  }

  private boolean isNew(DesiredNode node) {
    return !NodeNeeds.hasData(situation.node(node).orElseThrow());
  }

  /// Making data takes away what was left of a container that ran on former data.
  private static Precondition.Container gone(DesiredNode node) {
    return new Precondition.Container(node.service().containerName(), null, ContainerState.GONE);
  }

  /// A node's container.
  Precondition.Container container(DesiredNode node) {
    ContainerFacts there = situation.node(node).orElseThrow().container();
    return there == null
        ? gone(node)
        : new Precondition.Container(there.name(), there.id(), ContainerState.of(there.state()));
  }

  /// The coordinator's row.
  Precondition coordinatorRow() {
    return catalog.isRead()
        ? new Precondition.CoordinatorRow(
            catalog.groupZero().map(CatalogNode::address).orElse(null))
        : new Precondition.None();
  }

  /// The row that an earlier step of the plan moves to an address.
  private Optional<CatalogNode> moving(NodeAddress address) {
    return situation.desired().nodes().stream()
        .filter(node -> node.node().address().equals(address))
        .findFirst()
        .flatMap(catalog::former);
  }

  /// The row at an address.
  Precondition row(NodeAddress address) {
    return catalog.isRead()
        ? new Precondition.NodeRow(
            address,
            catalog.row(address).or(() -> moving(address)).map(CatalogNode::id).orElse(null))
        : new Precondition.None();
  }
}
