package dev.citusdeploy.report.json;

import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.execution.lock.LockHolder;
import dev.citusdeploy.health.ClusterStatus;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Results as JSON for programs. Each document is a record, whose components in snake case are the
/// keys; `schema/` has their JSON Schemas. Keys are only ever added, and no document has a secret.
public final class JsonDocument {
  /// Version of the documents.
  static final int FORMAT = 1;

  private final String inventory;

  /// @param inventory how the command line names the inventory, for commands to paste
  public JsonDocument(String inventory) {
    this.inventory = inventory;
  }

  /// A plan, as `plan --out` saves it.
  public String plan(PlanOrigin origin, Inventory cluster, Plan plan) {
    return JsonText.of(PlanDocument.of(origin, cluster, plan, inventory));
  }

  /// A plan and how its execution ended; a step that was not executed has no outcome.
  ///
  /// @param problems all problems of the run
  public String run(Inventory cluster, Plan plan, RunResult result, List<Problem> problems) {
    return JsonText.of(RunDocument.of(cluster, plan, result, problems, inventory));
  }

  /// A status.
  public String status(ClusterStatus status) {
    return JsonText.of(StatusDocument.of(status, inventory));
  }

  /// Who holds the cluster's lock on each host.
  public String locks(
      Inventory cluster,
      SequencedMap<HostName, Optional<LockHolder>> holders,
      List<Problem> problems) {
    return JsonText.of(
        new LocksDocument(
            FORMAT,
            cluster.cluster(),
            LocksDocument.locks(holders),
            ProblemEntry.of(problems, inventory)));
  }

  /// Runs of the past, the newest first.
  public String history(Inventory cluster, List<RunRecord> runs, List<Problem> problems) {
    return JsonText.of(
        new HistoryDocument(
            FORMAT,
            cluster.cluster(),
            runs.stream().map(HistoryDocument.Run::of).toList(),
            ProblemEntry.of(problems, inventory)));
  }

  /// Problems alone, for commands that failed before they had a result.
  public String problemsOnly(List<Problem> problems) {
    return JsonText.of(new ProblemsDocument(FORMAT, ProblemEntry.of(problems, inventory)));
  }
}
