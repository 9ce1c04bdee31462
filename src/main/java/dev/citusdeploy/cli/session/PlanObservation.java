package dev.citusdeploy.cli.session;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.desired.DesiredStateRenderer;
import dev.citusdeploy.execution.journal.RecordedStarts;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.health.SameMachine;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.planner.Planner;
import dev.citusdeploy.postgres.ScramVerifier;
import dev.citusdeploy.secrets.ClusterSecrets;
import dev.citusdeploy.secrets.SecretSourceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads the facts of all hosts and the catalog, renders the desired state, and plans.
///
/// @param inventory the cluster
/// @param secrets its secrets
/// @param hosts reads the hosts' facts
/// @param catalog access to the catalog
record PlanObservation(
    Inventory inventory, SecretsSource secrets, FactsCollection hosts, CatalogAccess catalog) {

  /// What is, what should be and what to do about it, as of now.
  ///
  /// @throws ProblemException when the secrets file is missing although there is data
  Observation observe(Intent wanted) throws InterruptedException {
    // New secrets must not meet a host that may hold data made with older ones.
    Intent intent = secrets.loaded().isPresent() ? wanted : wanted.withoutSkipping();
    GivenPasswords given = GivenPasswords.of(inventory, secretSources());
    ClusterFacts hostFacts = hosts.facts();
    ClusterSecrets clusterSecrets = secrets.orGenerated(hostFacts);
    ClusterFacts withCatalog =
        hostFacts.with(catalog.read(hostFacts, clusterSecrets, secrets.roles(), intent.newData()));
    DesiredState desired =
        new DesiredStateRenderer(TemplateFolder.of(inventory))
            .render(
                inventory,
                RenderingInputs.of(inventory, clusterSecrets, given),
                RenderingInputs.traits(inventory, withCatalog));
    ClusterFacts facts = hosts.withChangedFiles(desired, withFormerStarts(withCatalog));
    Plan plan = new Planner(ScramVerifier::matches).plan(desired, facts, intent);
    List<Problem> blockers = new ArrayList<>(plan.blockers());
    blockers.addAll(SameMachine.problems(inventory, facts));
    blockers.addAll(catalog.problemsOfTheTunnel(hostFacts));
    if (secrets.loaded().isEmpty()) {
      // A host that --limit leaves out may hold data, too, that was made with older secrets.
      hostFacts.unreachable().stream()
          .map(HostFacts.Unreachable::problem)
          .filter(problem -> !blockers.contains(problem))
          .forEach(blockers::add);
    }
    return new Observation(
        facts,
        clusterSecrets,
        given,
        secrets.mustSave(clusterSecrets),
        desired,
        new Plan(plan.steps(), blockers, plan.notes()));
  }

  /// What this machine's journal knows of former starts, where data would be made.
  private ClusterFacts withFormerStarts(ClusterFacts facts) {
    Path journal = StateFolder.of(System.getenv()).journal(inventory.cluster());
    return inventory.nodes().stream().allMatch(node -> hasData(facts, node))
        ? facts
        : facts.withFormerStarts(RecordedStarts.read(journal));
  }

  private static boolean hasData(ClusterFacts facts, Node node) {
    return facts.hosts().get(node.host()) instanceof HostFacts.Known host
        && host.node(node.name())
            .filter(there -> !(there.data() instanceof NodeFacts.DataFolder.Absent))
            .isPresent();
  }

  private SecretSourceReader secretSources() {
    Path folder = inventory.file().toAbsolutePath().normalize().getParent();
    return new SecretSourceReader(
        System.getenv(), Objects.requireNonNull(folder), SecretSourceReader.DEADLINE);
  }
}
