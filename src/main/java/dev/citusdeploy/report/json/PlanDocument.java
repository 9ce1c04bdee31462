package dev.citusdeploy.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A plan as data: all that a step will do and what it was planned on, and nothing that differs
/// between two reads of the same servers. Secrets are in it as keyed hashes only. For users it is
/// described in docs/plan-json.md: `plan -o json`, `plan --out`.
///
/// @param format version of the document, 1
/// @param kind `plan`
/// @param fingerprint SHA-256 over the steps without their words for people: equal ones mean that
///   exactly the same would be done
/// @param converged whether there is nothing to do and no blocker
public record PlanDocument(
    int format,
    String cluster,
    String kind,
    InventoryFile inventory,
    PlanOptions options,
    String fingerprint,
    boolean converged,
    List<PlannedStep> steps,
    List<ProblemEntry> blockers,
    List<String> notes) {
  /// The inventory that a plan was made from.
  ///
  /// @param path `-` for standard input; a relative one begins at the saved file's folder
  /// @param sha256 of its text; null for standard input
  /// @param secrets path of the secrets file where one was named, else null
  public record InventoryFile(String path, @Nullable String sha256, @Nullable String secrets) {
    /// Gives a path that an edited document does not have the empty one.
    public InventoryFile(@Nullable String path, @Nullable String sha256, @Nullable String secrets) {
      this.path = path == null ? "" : path;
      this.sha256 = sha256;
      this.secrets = secrets;
    }
  }

  /// A step.
  ///
  /// @param id `<host or node>/<type>`
  /// @param node null for a step of a whole host or the cluster
  /// @param type the kind of action
  /// @param action what it does, for people
  /// @param reason why, for people
  /// @param after ids of the steps that must have succeeded before
  /// @param details exactly what will be done, by [ActionDetails]; null when the type is enough
  /// @param plannedOn what must still be so when the step begins; null when nothing must
  /// @param diffs how files change, for people; absent for steps that write none
  record PlannedStep(
      String id,
      String host,
      @Nullable String node,
      String type,
      String action,
      String reason,
      List<String> after,
      boolean noWayBack,
      @JsonUnwrapped @Nullable Record details,
      @Nullable PlannedOn plannedOn,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<FileChangeEntry> diffs) {
    /// The keys that are for people; everything else is exact.
    static final List<String> WORDS = List.of("action", "reason", "diffs");

    private ExactStep exact() {
      return new ExactStep(id, host, node, type, after, noWayBack, details, plannedOn);
    }
  }

  /// A step without its words for people, for the fingerprint.
  record ExactStep(
      String id,
      String host,
      @Nullable String node,
      String type,
      List<String> after,
      boolean noWayBack,
      @JsonUnwrapped @Nullable Record details,
      @Nullable PlannedOn plannedOn) {}

  /// The document of a plan.
  ///
  /// @param inventory how the command line names the inventory, for commands to paste
  static PlanDocument of(PlanOrigin origin, Inventory cluster, Plan plan, String inventory) {
    ActionDetails details = new ActionDetails(origin);
    DocumentHashes hashes = new DocumentHashes(origin.mac());
    List<PlannedStep> steps =
        plan.steps().stream()
            .map(step ->
                new PlannedStep(
                    step.id(),
                    step.host().value(),
                    step.node() == null ? null : step.node().value(),
                    step.action().word(),
                    step.action().phrase(),
                    step.reason(),
                    step.after(),
                    step.hasNoWayBack(),
                    details.of(step.action()),
                    PlannedOn.of(step, hashes),
                    step.action().files().isEmpty()
                        ? null
                        : FileChangeEntry.of(step.action().files())))
            .toList();
    return new PlanDocument(
        JsonDocument.FORMAT,
        cluster.cluster(),
        SavedPlan.KIND,
        new InventoryFile(
            origin.inventory(), DocumentHashes.hex(origin.hash()), origin.secretsFile()),
        origin.options(),
        Sha256.of(JsonText.compact(steps.stream().map(PlannedStep::exact).toList())).hex(),
        plan.isConverged(),
        steps,
        ProblemEntry.of(plan.blockers(), inventory),
        plan.notes());
  }
}
