package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Steps in the coordinator's catalog, one after the other: a look at the nodes before any is
/// registered, its own address, workers, roles. Where the catalog could not be read, all of them
/// are planned; each does nothing where nothing is to be done.
public final class CatalogSteps {
  private final Situation situation;
  private final CatalogView catalog;
  private final NodeSteps nodeSteps;
  private final BiPredicate<Secret, String> verifies;
  private final Predicate<DesiredNode> included;
  private final List<Step> steps = new ArrayList<>();

  /// @param included whether steps may be planned about a node
  public CatalogSteps(
      Situation situation,
      CatalogView catalog,
      NodeSteps nodeSteps,
      BiPredicate<Secret, String> verifies,
      Predicate<DesiredNode> included) {
    this.included = included;
    this.situation = situation;
    this.catalog = catalog;
    this.nodeSteps = nodeSteps;
    this.verifies = verifies;
  }

  /// The steps in their order.
  ///
  /// @param workers the workers that nothing is in the way of
  public List<Step> plan(List<DesiredNode> workers) {
    boolean coordinatorToo = included.test(situation.coordinator());
    checkNodes(workers);
    if (coordinatorToo) {
      setCoordinatorHost();
    }
    workers.stream().filter(included).forEach(this::addNode);
    workers.stream().filter(included).forEach(this::syncMetadata);
    if (coordinatorToo) {
      restrictClients();
      situation.desired().roles().forEach(this::putRole);
    }
    return steps;
  }

  /// Every way to and from a node that is about to be registered, and the way back to itself, which
  /// Citus goes too.
  private void checkNodes(List<DesiredNode> workers) {
    List<DesiredNode> all = new ArrayList<>(List.of(situation.coordinator()));
    // Those that are neither registered nor about to be need not even run.
    workers.stream().filter(node -> included.test(node) || isListed(node)).forEach(all::add);
    List<DesiredNode> fresh =
        all.stream().filter(included).filter(node -> !isListed(node)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    List<Node> toAll = all.stream().map(DesiredNode::node).toList();
    Set<NodeName> freshNames =
        fresh.stream().map(node -> node.node().name()).collect(Collectors.toSet());
    List<Node> toFresh = fresh.stream().map(DesiredNode::node).toList();
    Action action =
        new Action.CheckNodes(
            all.stream()
                .map(node ->
                    new Action.Ways(
                        node, freshNames.contains(node.node().name()) ? toAll : toFresh))
                .toList());
    List<String> ready =
        fresh.stream().flatMap(node -> nodeSteps.readiness(node.node().name()).stream()).toList();
    String reason = "before " + (fresh.size() == 1 ? "a node is" : fresh.size() + " nodes are");
    add(coordinator() + "/" + action.word(), null, action, reason + " registered", ready);
  }

  /// One whose row moves is no new node.
  private boolean isListed(DesiredNode node) {
    return catalog.isRegistered(node) || catalog.former(node).isPresent();
  }

  private void setCoordinatorHost() {
    Node coordinator = situation.coordinator().node();
    Optional<CatalogNode> row = catalog.groupZero();
    boolean moves = nodeSteps.moves(coordinator.name());
    if (!catalog.isRegistered(situation.coordinator()) && !moves) {
      String reason =
          row.map(there -> "the catalog says " + there.address())
              .orElse(unknownOr("the catalog does not know the coordinator's address"));
      Action action = new Action.SetCoordinatorHost(coordinator.address());
      add(coordinator.name() + "/" + action.word(), coordinator.name(), action, reason, List.of());
    }
  }

  /// Part of it depends on which group a node is in, so it comes when all are registered. Data that
  /// an earlier version made lacks all of it.
  private void restrictClients() {
    List<String> without =
        situation.desired().nodes().stream()
            .filter(this::mayBeOpenToClients)
            .map(node -> node.node().name().value())
            .toList();
    if (without.isEmpty()) {
      return;
    }
    String superuser = situation.inventory().superuser();
    Action action = new Action.RestrictClients(superuser, situation.inventory().database());
    String reason =
        unknownOr("a client could reach a superuser's rights on " + String.join(", ", without));
    add(coordinator() + "/" + action.word(), null, action, reason, List.of());
  }

  private boolean mayBeOpenToClients(DesiredNode node) {
    // New data has not been restricted yet, whoever had the row before.
    boolean unknown = !catalog.isRead() || catalog.row(node).isEmpty() || startsAnew(node);
    // One that stays unregistered is not reached by it.
    return unknown ? included.test(node) : catalog.isOpenToClients(node);
  }

  private void addNode(DesiredNode worker) {
    Optional<CatalogNode> row = catalog.row(worker);
    String reason =
        row.map(CatalogSteps::activation).orElse(unknownOr("the catalog does not list it"));
    if (!reason.isEmpty()) {
      Node node = worker.node();
      Action action = new Action.AddNode(node.address());
      String id = node.name() + "/" + action.word();
      add(id, node.name(), action, reason, nodeSteps.readiness(node.name()));
    }
  }

  private boolean startsAnew(DesiredNode node) {
    return situation.node(node).filter(there -> !NodeNeeds.hasData(there)).isPresent();
  }

  private static String activation(CatalogNode row) {
    if (!row.active()) {
      return "the catalog lists it as inactive";
    }
    return row.synced() ? "" : "its metadata is not synced";
  }

  /// A worker that the catalog lists as synced, and that says otherwise or starts anew. Activating
  /// it would do nothing.
  private void syncMetadata(DesiredNode worker) {
    Optional<CatalogNode> row = catalog.row(worker).filter(it -> activation(it).isEmpty());
    boolean anew = startsAnew(worker);
    if (row.isEmpty() || !(anew || catalog.isStale(row.get()))) {
      return;
    }
    Node node = worker.node();
    Action action = new Action.SyncMetadata(node.address());
    String reason =
        anew
            ? "it starts anew, and the catalog lists it"
            : "what it has of Citus' metadata is not the coordinator's";
    add(
        node.name() + "/" + action.word(),
        node.name(),
        action,
        reason,
        nodeSteps.readiness(node.name()));
  }

  private void putRole(String role, Secret password) {
    Optional<ClientRole> there = catalog.role(role);
    String reason =
        there.isEmpty()
            ? unknownOr("role " + role + " is missing")
            : String.join("; ", changes(role, there.get(), password));
    if (!reason.isEmpty()) {
      String database = situation.inventory().database();
      Action action = new Action.PutRole(role, password, database);
      add(coordinator() + "/" + action.word() + "/" + role, null, action, reason, List.of());
    }
  }

  private List<String> changes(String role, ClientRole there, Secret password) {
    List<String> changes = new ArrayList<>();
    if (!verifies.test(password, there.verifier())) {
      changes.add("its password changed");
    }
    if (!there.canLogin()) {
      changes.add("it cannot log in (NOLOGIN)");
    } else if (!there.mayConnect()) {
      changes.add("it may not connect to database " + situation.inventory().database());
    } else {
      String nodes = String.join(", ", catalog.nodesClosedTo(role));
      if (!nodes.isEmpty()) {
        changes.add("it cannot log in or connect on " + nodes);
      }
    }
    if (!there.isConfined()) {
      if (!there.ownSchema()) {
        changes.add("it gets schema " + role + " for its objects");
      }
      if (there.publicOpen()) {
        changes.add("it may no longer create in schema public");
      }
    }
    return changes;
  }

  private String unknownOr(String reason) {
    return catalog.isRead() ? reason : "the catalog could not be read yet";
  }

  private NodeName coordinator() {
    return situation.coordinator().node().name();
  }

  /// Every step waits for the one before; the first waits until the coordinator and all nodes that
  /// the catalog may know serve with their new files: what Citus propagates fails while one of them
  /// is down, and a new node's HBA lines must be loaded everywhere before it is added.
  private void add(
      String id, @Nullable NodeName node, Action action, String reason, List<String> own) {
    LinkedHashSet<String> after = new LinkedHashSet<>(own);
    if (steps.isEmpty()) {
      after.addAll(nodeSteps.readiness(coordinator()));
      after.addAll(nodeSteps.readinessOfOldNodes());
    } else {
      after.add(steps.getLast().id());
    }
    steps.add(
        new Step(
            id, situation.coordinator().node().host(), node, action, reason, List.copyOf(after)));
  }

  /// Workers among nodes.
  public static List<DesiredNode> workers(List<DesiredNode> nodes) {
    return nodes.stream().filter(node -> node.node().role() == Role.WORKER).toList();
  }
}
