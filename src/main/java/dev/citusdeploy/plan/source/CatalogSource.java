package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.ClientRole;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.action.AddNode;
import dev.citusdeploy.plan.action.CheckConnectivity;
import dev.citusdeploy.plan.action.CheckConnectivity.NodeConnections;
import dev.citusdeploy.plan.action.CreateRole;
import dev.citusdeploy.plan.action.RestrictClients;
import dev.citusdeploy.plan.action.SetCoordinatorHost;
import dev.citusdeploy.plan.action.SyncMetadata;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Steps in the coordinator's catalog, one after the other: a check of the nodes before any is
/// registered, its own address, workers, roles. Where the catalog could not be read, all of them
/// are planned; each does nothing where nothing is to be done.
public final class CatalogSource implements StepSource {
  private final Situation situation;
  private final CatalogView catalog;
  private final List<NodeNeeds> needs;
  private final Preconditions preconditions;
  private final BiPredicate<Secret, String> verifies;
  private final Predicate<DesiredNode> included;
  private final List<DesiredNode> workers;
  private @Nullable String last;

  /// A source for a cluster's catalog.
  ///
  /// @param needs of all nodes that steps are planned for
  /// @param verifies whether a password fits a verifier as `pg_authid.rolpassword` holds it
  /// @param included whether steps may be planned about a node
  /// @param workers the workers without blockers
  public CatalogSource(
      Situation situation,
      CatalogView catalog,
      List<NodeNeeds> needs,
      Preconditions preconditions,
      BiPredicate<Secret, String> verifies,
      Predicate<DesiredNode> included,
      List<DesiredNode> workers) {
    this.situation = situation;
    this.catalog = catalog;
    this.needs = needs;
    this.preconditions = preconditions;
    this.verifies = verifies;
    this.included = included;
    this.workers = workers;
  }

  /// Adds the steps in their order.
  @Override
  public void addTo(PlanDraft draft) {
    last = null;
    boolean coordinatorToo = included.test(situation.coordinator());
    checkNodes(draft);
    if (coordinatorToo) {
      setCoordinatorHost(draft);
    }
    workers.stream().filter(included).forEach(worker -> addNode(draft, worker));
    workers.stream().filter(included).forEach(worker -> syncMetadata(draft, worker));
    if (coordinatorToo) {
      restrictClients(draft);
      situation.desired().roles().forEach((role, password) -> putRole(draft, role, password));
    }
  }

  /// Every connection to and from a node that is about to be registered, and the one to itself,
  /// which Citus goes too.
  private void checkNodes(PlanDraft draft) {
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
        new CheckConnectivity(
            all.stream()
                .map(node ->
                    new NodeConnections(
                        node, freshNames.contains(node.node().name()) ? toAll : toFresh))
                .toList());
    String reason = "before " + (fresh.size() == 1 ? "a node is" : fresh.size() + " nodes are");
    PlanDraft.NewStep step =
        step(draft, coordinator() + "/" + action.word(), null, action, reason + " registered");
    fresh.forEach(node -> step.after(Milestone.serving(node.node().name())));
    add(step);
  }

  /// One whose row moves is no new node.
  private boolean isListed(DesiredNode node) {
    return catalog.isRegistered(node) || catalog.former(node).isPresent();
  }

  private void setCoordinatorHost(PlanDraft draft) {
    Node coordinator = situation.coordinator().node();
    Optional<CatalogNode> row = catalog.groupZero();
    boolean moves = draft.leadsTo(Milestone.addressOf(coordinator.name()));
    if (!catalog.isRegistered(situation.coordinator()) && !moves) {
      String reason =
          row.map(there -> "the catalog has " + there.address())
              .orElse(unknownOr("the catalog does not know the coordinator's address"));
      Action action =
          new SetCoordinatorHost(row.map(CatalogNode::address).orElse(null), coordinator.address());
      String id = coordinator.name() + "/" + action.word();
      add(
          step(draft, id, coordinator.name(), action, reason)
              .plannedOn(preconditions.coordinatorRow())
              .requires(Milestone.OLD_NODES_SERVE)
              .leadsTo(Milestone.addressOf(coordinator.name())));
    }
  }

  /// Part of it depends on which group a node is in, so it comes when all are registered. Data that
  /// an earlier version made lacks all of it.
  private void restrictClients(PlanDraft draft) {
    List<String> without =
        situation.desired().nodes().stream()
            .filter(this::mayBeOpenToClients)
            .map(node -> node.node().name().value())
            .toList();
    if (without.isEmpty()) {
      return;
    }
    String superuser = situation.inventory().superuser();
    Action action = new RestrictClients(superuser, situation.inventory().database());
    String reason =
        unknownOr("a client could reach a superuser's rights on " + String.join(", ", without));
    add(
        step(draft, coordinator() + "/" + action.word(), null, action, reason)
            .requires(Milestone.OLD_NODES_SERVE));
  }

  private boolean mayBeOpenToClients(DesiredNode node) {
    // New data has not been restricted yet, whoever had the row before.
    boolean unknown = !catalog.isRead() || catalog.row(node).isEmpty() || startsEmpty(node);
    // One that stays unregistered is not reached by it.
    return unknown ? included.test(node) : catalog.isOpenToClients(node);
  }

  private void addNode(PlanDraft draft, DesiredNode worker) {
    Optional<CatalogNode> row = catalog.row(worker);
    String reason =
        row.map(CatalogSource::activation).orElse(unknownOr("the catalog does not list it"));
    if (!reason.isEmpty()) {
      Node node = worker.node();
      Action action = new AddNode(node.address());
      String id = node.name() + "/" + action.word();
      add(
          step(draft, id, node.name(), action, reason)
              .plannedOn(preconditions.row(node.address()))
              .after(Milestone.serving(node.name()))
              .requires(Milestone.OLD_NODES_CURRENT));
    }
  }

  private boolean startsEmpty(DesiredNode node) {
    return situation.node(node).filter(there -> !NodeNeeds.hasData(there)).isPresent();
  }

  private static String activation(CatalogNode row) {
    if (!row.active()) {
      return "the catalog lists it as inactive";
    }
    return row.synced() ? "" : "its metadata is not synced";
  }

  /// A worker that the catalog lists as synced, and that reports otherwise or starts with empty
  /// data. Activating it would do nothing.
  private void syncMetadata(PlanDraft draft, DesiredNode worker) {
    Optional<CatalogNode> row = catalog.row(worker).filter(it -> activation(it).isEmpty());
    boolean newData = startsEmpty(worker);
    if (row.isEmpty() || !(newData || catalog.isStale(row.get()))) {
      return;
    }
    Node node = worker.node();
    Action action = new SyncMetadata(node.address());
    String reason =
        newData
            ? "it starts with empty data, and the catalog lists it"
            : "what it has of Citus' metadata is not the coordinator's";
    add(
        step(draft, node.name() + "/" + action.word(), node.name(), action, reason)
            .plannedOn(preconditions.row(node.address()))
            .after(Milestone.serving(node.name()))
            .requires(Milestone.OLD_NODES_SERVE));
  }

  private void putRole(PlanDraft draft, String role, Secret password) {
    Optional<ClientRole> there = catalog.role(role);
    String reason =
        there.isEmpty()
            ? unknownOr("role " + role + " is missing")
            : String.join("; ", changes(role, there.get(), password));
    if (!reason.isEmpty()) {
      String database = situation.inventory().database();
      Action action = new CreateRole(role, password, database, there.isPresent());
      String id = coordinator() + "/" + action.word() + "/" + role;
      add(step(draft, id, null, action, reason).requires(Milestone.OLD_NODES_SERVE));
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

  private PlanDraft.NewStep step(
      PlanDraft draft, String id, @Nullable NodeName node, Action action, String reason) {
    return draft.inCatalog(id, situation.coordinator().node(), node, action, reason);
  }

  /// Every step waits for the one before; the first waits until the coordinator and all nodes that
  /// the catalog may know serve with their new files: what Citus propagates fails while one of them
  /// is down, and a new node's HBA lines must be loaded everywhere before it is added.
  private void add(PlanDraft.NewStep step) {
    if (last == null) {
      step.after(Milestone.serving(coordinator()));
      needs.stream()
          .filter(need -> need.hadData() || catalog.row(need.node()).isPresent())
          .forEach(need -> step.after(Milestone.serving(need.node().node().name())));
    } else {
      step.after(List.of(last));
    }
    last = step.add();
  }
}
