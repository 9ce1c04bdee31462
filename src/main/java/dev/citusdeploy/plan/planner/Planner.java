package dev.citusdeploy.plan.planner;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.ImageFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.SecurityNotes;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.Secret;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.blocker.AddressBlockers;
import dev.citusdeploy.plan.blocker.DriftBlockers;
import dev.citusdeploy.plan.blocker.HostBlockers;
import dev.citusdeploy.plan.blocker.ImageBlockers;
import dev.citusdeploy.plan.blocker.MetadataBlockers;
import dev.citusdeploy.plan.blocker.NodeBlockers;
import dev.citusdeploy.plan.blocker.SpaceBlockers;
import dev.citusdeploy.plan.blocker.TransactionBlockers;
import dev.citusdeploy.plan.blocker.VersionBlockers;
import dev.citusdeploy.plan.comparison.FileComparison;
import dev.citusdeploy.plan.comparison.ImageMismatch;
import dev.citusdeploy.plan.comparison.NodeComparison;
import dev.citusdeploy.plan.comparison.NodeImages;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.comparison.SettingReasons;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import dev.citusdeploy.plan.source.AddressChanges;
import dev.citusdeploy.plan.source.CatalogSource;
import dev.citusdeploy.plan.source.ConnectionOrder;
import dev.citusdeploy.plan.source.FileSource;
import dev.citusdeploy.plan.source.ImageSource;
import dev.citusdeploy.plan.source.NodeSource;
import dev.citusdeploy.plan.source.Preconditions;
import dev.citusdeploy.plan.source.Restarts;
import dev.citusdeploy.plan.source.StepSource;
import dev.citusdeploy.plan.source.VerificationSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// Compares what should be with what is and yields the least that has to be done. Pure and
/// deterministic: the order of hosts in the facts does not matter.
public final class Planner {
  private final BiPredicate<Secret, String> verifies;

  /// @param verifies whether a password fits a verifier as `pg_authid.rolpassword` holds it
  public Planner(BiPredicate<Secret, String> verifies) {
    this.verifies = verifies;
  }

  /// The plan for a cluster. Where it has blockers, the steps are those for hosts and nodes that
  /// have none, to be shown and not to be executed.
  ///
  /// @throws IllegalArgumentException when the facts lack a host of the inventory
  public Plan plan(DesiredState desired, ClusterFacts facts) {
    return plan(desired, facts, Intent.Converge.ALL);
  }

  /// The same for a part of the cluster, or at another pace. Notes name what is left out.
  ///
  /// @throws IllegalArgumentException when the facts lack a host of the inventory
  public Plan plan(DesiredState desired, ClusterFacts facts, Intent intent) {
    Situation situation = new Situation(desired, facts);
    CatalogView catalog = new CatalogView(situation);
    PlanScope scope = new PlanScope(situation, catalog, intent);
    Optional<CatalogFacts.Known> wanted = catalog.asWanted(desired.nodes());
    List<Problem> blockers = new ArrayList<>();
    List<String> notes = new ArrayList<>(new PlanNotes(situation).all());
    List<NodeNeeds> all = needs(situation, catalog, scope, intent, blockers);
    List<NodeNeeds> needs = withSpace(situation, scope.chosen(all, notes), blockers);
    blockers.addAll(new ImageBlockers(situation).all());
    blockers.addAll(intent.overwriteDrift() ? List.of() : DriftBlockers.of(needs));
    needs.stream().map(NodeNeeds::note).filter(Objects::nonNull).forEach(notes::add);
    if (wanted.isPresent()) {
      CatalogFacts.Known known = wanted.get();
      notes.addAll(new SettingNotes(situation.inventory(), known).all(restarting(needs)));
      notes.addAll(new SecurityNotes(situation.inventory(), known).all());
      notes.addAll(MetadataBlockers.notes(situation.inventory(), known, intent.newData()));
      blockers.addAll(new MetadataBlockers(situation, known).all());
      blockers.addAll(new TransactionBlockers(situation.inventory(), known).of(restarting(needs)));
    }
    boolean askable = judgeCatalog(situation, all, blockers, notes) && scope.reachesCatalog();
    rehearsal(situation, catalog).ifPresent(blockers::add);
    ConnectionOrder order = new ConnectionOrder(situation, wanted, needs);
    notes.addAll(order.notes());
    PlanDraft draft = new PlanDraft();
    addNodeSteps(draft, situation, catalog, needs, intent, order);
    List<DesiredNode> plannable = all.stream().map(NodeNeeds::node).toList();
    boolean coordinated = plannable.contains(situation.coordinator());
    if (askable && coordinated) {
      new CatalogSource(
              situation,
              catalog,
              needs,
              new Preconditions(situation, catalog),
              verifies,
              scope::includes,
              plannable.stream().filter(node -> !situation.isCoordinator(node)).toList())
          .addTo(draft);
    }
    if (scope.canVerify() && (coordinated || !draft.steps().isEmpty())) {
      new VerificationSource(situation, catalog).addTo(draft);
    }
    blockers.addAll(scope.tooNarrow(draft));
    return new Plan(draft.steps(), blockers, notes);
  }

  /// Finds blockers, and what the nodes need that have none.
  private static List<NodeNeeds> needs(
      Situation situation,
      CatalogView catalog,
      PlanScope scope,
      Intent intent,
      List<Problem> blockers) {
    Set<HostName> blocked = new HashSet<>();
    HostBlockers hostBlockers = new HostBlockers(situation);
    for (Host host : situation.inventory().hosts()) {
      List<Problem> problems = hostBlockers.of(host.name());
      if (!problems.isEmpty()) {
        blocked.add(host.name());
        blockers.addAll(scope.inTheWay(host.name(), problems));
      }
    }
    VersionBlockers versions = new VersionBlockers(situation, catalog);
    NodeBlockers nodeBlockers = new NodeBlockers(situation, catalog, intent.newData());
    SettingReasons settings = new SettingReasons();
    List<NodeNeeds> needs = new ArrayList<>();
    for (DesiredNode node : situation.desired().nodes()) {
      Optional<NodeFacts> there = situation.node(node);
      if (there.isPresent()) {
        List<Problem> problems = nodeBlockers.of(node, there.get());
        blockers.addAll(scope.inTheWay(node, problems));
        Optional<ImageMismatch> misfit =
            problems.isEmpty() ? versions.of(node, there.get()) : Optional.empty();
        misfit.filter(_ -> scope.includes(node)).ifPresent(it -> versions.add(node, it));
        if (problems.isEmpty() && misfit.isEmpty() && !blocked.contains(node.node().host())) {
          boolean newData = intent.newData().contains(node.node().name());
          needs.add(compare(situation, catalog, node, there.get(), settings, newData));
        }
      }
    }
    blockers.addAll(versions.all());
    blockers.addAll(nodeBlockers.strangers());
    return needs;
  }

  private static Set<NodeName> restarting(List<NodeNeeds> needs) {
    return needs.stream()
        .filter(need -> need.recreate() != null)
        .map(need -> need.node().node().name())
        .collect(Collectors.toSet());
  }

  /// Leaves out the nodes of hosts that lack the disk space for what they need.
  private static List<NodeNeeds> withSpace(
      Situation situation, List<NodeNeeds> needs, List<Problem> blockers) {
    SpaceBlockers space = new SpaceBlockers(situation);
    List<NodeNeeds> left = new ArrayList<>();
    for (Host host : situation.inventory().hosts()) {
      List<NodeNeeds> there =
          needs.stream().filter(need -> need.node().node().host().equals(host.name())).toList();
      List<Problem> problems = space.of(host.name(), there);
      blockers.addAll(problems);
      left.addAll(problems.isEmpty() ? there : List.of());
    }
    return left;
  }

  private static NodeNeeds compare(
      Situation situation,
      CatalogView catalog,
      DesiredNode node,
      NodeFacts there,
      SettingReasons settings,
      boolean newData) {
    ImageFacts image = situation.host(node).flatMap(situation::image).orElse(null);
    FileComparison files = new FileComparison(node.service(), there, situation.fileDetails(node));
    return new NodeComparison(
            node,
            there,
            image,
            files,
            settings,
            newData,
            new NodeImages(situation, catalog).change(node, there),
            catalog.versions(node).map(CatalogFacts.NodeVersions::extension).orElse(""))
        .needs(new AddressBlockers(situation).notListeningOn(node, there).orElse(null));
  }

  /// A catalog that does not answer is a blocker only where nothing planned could cure it; false
  /// then.
  private static boolean judgeCatalog(
      Situation situation, List<NodeNeeds> needs, List<Problem> blockers, List<String> notes) {
    if (!(situation.facts().catalog() instanceof CatalogFacts.Unavailable unavailable)) {
      return true;
    }
    boolean coordinatorIsAsDesired =
        needs.stream()
            .filter(need -> situation.isCoordinator(need.node()))
            .anyMatch(
                need -> need.reload() == null && need.start() == null && need.recreate() == null);
    if (coordinatorIsAsDesired) {
      blockers.add(unavailable.problem());
    } else {
      notes.add("the catalog could not be read: " + unavailable.problem().what());
    }
    return !coordinatorIsAsDesired;
  }

  private static Optional<Problem> rehearsal(Situation situation, CatalogView catalog) {
    return situation.inventory().lab() || !catalog.isRehearsal()
        ? Optional.empty()
        : Optional.of(
            new Problem(
                PlanProblemCodes.REHEARSAL_IMAGE,
                "the cluster runs the rehearsal image, which does not shard",
                situation.inventory().image(),
                "citus_version() shows it, and the inventory does not have `lab: true`",
                "name a real image, such as `image: citusdata/citus:14.1.0`, or write `lab: true` for a"
                    + " rehearsal"));
  }

  /// Adds the steps on servers.
  private static void addNodeSteps(
      PlanDraft draft,
      Situation situation,
      CatalogView catalog,
      List<NodeNeeds> needs,
      Intent intent,
      ConnectionOrder order) {
    Preconditions preconditions = new Preconditions(situation, catalog);
    AddressChanges addresses = new AddressChanges(situation, catalog, preconditions);
    int workers = situation.workers().size();
    List<StepSource> sources =
        List.of(
            new ImageSource(situation, needs, new ImageBlockers(situation)::namesOfThoseLike),
            new FileSource(needs, preconditions),
            new NodeSource(
                situation,
                needs,
                addresses,
                new Restarts(
                    situation,
                    intent.maxUnavailable().of(workers),
                    order,
                    addresses,
                    preconditions),
                preconditions));
    sources.forEach(source -> source.addTo(draft));
  }
}
