package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.OlderData;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What blocks one node: foreign containers, foreign or lost data, a doubtful identity.
public final class NodeBlockers {
  private final Situation situation;
  private final CatalogView catalog;
  private final DataBlockers data;
  private final MissingDataBlockers missing;
  private final ManifestBlockers manifests;
  private final PortBlockers ports;
  private final AddressBlockers addresses;
  private final NameBlockers names;

  /// @param newData nodes that shall start with empty data
  public NodeBlockers(Situation situation, CatalogView catalog, List<NodeName> newData) {
    this.situation = situation;
    this.catalog = catalog;
    this.data = new DataBlockers(situation);
    this.missing = new MissingDataBlockers(situation, catalog, newData);
    this.manifests = new ManifestBlockers(situation.inventory(), catalog);
    this.ports = new PortBlockers(situation);
    this.addresses = new AddressBlockers(situation);
    this.names = new NameBlockers(situation);
  }

  public List<Problem> of(DesiredNode node, NodeFacts facts) {
    Optional<Problem> taken = names.of(situation.inventory().hostOf(node.node()), facts);
    if (taken.isPresent()) {
      return List.of(taken.get());
    }
    List<Problem> problems = new ArrayList<>();
    ports.namesake(node).ifPresent(problems::add);
    if (problems.isEmpty()) {
      ports.port(node, facts).ifPresent(problems::add);
    }
    addresses.of(node, facts).ifPresent(problems::add);
    ContainerFacts container = facts.container();
    if (container != null && !isOurs(node, container)) {
      problems.add(foreignContainer(node, container));
    }
    data.of(node, facts).ifPresent(problems::add);
    missing.of(node, facts).ifPresent(problems::add);
    OlderData.problem(situation.inventory(), facts).ifPresent(problems::add);
    problems.addAll(manifests.of(node, facts));
    if (isDoubtful(node, facts)) {
      problems.add(doubtful(node));
    }
    return problems;
  }

  /// Rows of workers that the inventory does not mention. The other nodes' new HBA files would not
  /// let those workers in, who may hold shards. Where a node may have moved, that is reported
  /// instead.
  public List<Problem> strangers() {
    return doubtfulNodes().findAny().isPresent()
        ? List.of()
        : catalog.strangers().stream().map(this::notInInventory).toList();
  }

  private Problem notInInventory(CatalogNode row) {
    String host = ForeignForm.ADDRESS.of(row.address().host()).orElse("HOST");
    String address = "'%s', %d".formatted(host, row.address().port());
    return new Problem(
        PlanProblemCodes.NODE_NOT_IN_INVENTORY,
        "pg_dist_node lists node " + row.id() + " at " + row.address() + ", the inventory does not",
        "cluster " + situation.inventory().cluster(),
        "the other nodes would shut it out, while it may hold shards",
        "put it back into the inventory: removing nodes is not supported yet; or by hand, on the"
            + " coordinator, the second only when the first has succeeded:"
            + psql("SELECT citus_drain_node(" + address + ")").stripTrailing()
            + psql("SELECT citus_remove_node(" + address + ")").stripTrailing());
  }

  private static boolean hasServed(NodeFacts facts) {
    return facts.data() instanceof NodeFacts.DataFolder.Initialised && facts.started() != null;
  }

  private boolean isOurs(DesiredNode node, ContainerFacts container) {
    return Objects.equals(
            container.labels().get(ServerLayout.CLUSTER_LABEL), situation.inventory().cluster())
        && Objects.equals(
            container.labels().get(ServerLayout.NODE_LABEL), node.node().name().value());
  }

  /// A worker that has served, has no row, while a row has no worker: perhaps it moved, and
  /// registering it a second time would part it from its shards.
  private boolean isDoubtful(DesiredNode node, NodeFacts facts) {
    return !situation.isCoordinator(node)
        && hasServed(facts)
        && catalog.isRead()
        && catalog.row(node).isEmpty()
        && !catalog.strangers().isEmpty();
  }

  private Problem foreignContainer(DesiredNode node, ContainerFacts container) {
    return new Problem(
        PlanProblemCodes.CONTAINER_FOREIGN,
        "a container with the name " + ForeignText.inline(container.name()) + " is not this node's",
        where(node),
        "it does not bear the labels of this cluster and node",
        "if it is still needed, rename it:"
            + ServerCommand.line(
                situation.inventory().hostOf(node.node()),
                ShellCommand.of("docker rename")
                    .foreign(ForeignForm.CONTAINER, container.name())
                    .foreign(ForeignForm.CONTAINER, container.name() + "-old"))
            + "or give the cluster another name with `cluster:` in the inventory");
  }

  /// Names a command only where one node and one row are in question: which of several rows is
  /// whose is not known here, and a wrong answer gives a node's shards to another.
  private Problem doubtful(DesiredNode node) {
    List<CatalogNode> strangers = catalog.strangers();
    String rows =
        String.join(
            ", ",
            strangers.stream().map(row -> "node " + row.id() + " at " + row.address()).toList());
    return new Problem(
        PlanProblemCodes.NODE_IDENTITY_UNCLEAR,
        "node " + node.node().name() + " has data, but no row in pg_dist_node",
        where(node),
        "pg_dist_node lists "
            + rows
            + ", which the inventory does not: the node may have moved from there to "
            + node.node().address(),
        strangers.size() == 1 && doubtfulNodes().count() == 1
            ? "if it did, set it on the coordinator; if not, put the node of that row back into the inventory:"
                + update(Integer.toString(strangers.getFirst().id()), node)
            : "decide by hand which of these rows is this node's (compare the servers' old"
                + " addresses), and set it on the coordinator, with that row's number for ID:"
                + update("ID", node));
  }

  private String update(String id, DesiredNode node) {
    return psql("SELECT citus_update_node(%s, '%s', %d)"
            .formatted(id, node.node().address().host(), node.node().address().port()))
        .stripTrailing();
  }

  /// A statement for the coordinator, to be pasted.
  private String psql(String statement) {
    Inventory inventory = situation.inventory();
    Node coordinator = inventory.coordinator();
    return ServerCommand.line(
        inventory.hostOf(coordinator), ServerCommand.psql(inventory, coordinator, statement));
  }

  private Stream<DesiredNode> doubtfulNodes() {
    return situation.desired().nodes().stream()
        .filter(node -> situation.node(node).filter(facts -> isDoubtful(node, facts)).isPresent());
  }

  private static String where(DesiredNode node) {
    return "host " + node.node().host() + ", node " + node.node().name();
  }
}
