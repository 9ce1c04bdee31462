package dev.citusdeploy.execution.step;

import dev.citusdeploy.catalog.CitusCatalog;
import dev.citusdeploy.execution.catalog.CatalogSession;
import dev.citusdeploy.execution.journal.Journal;
import dev.citusdeploy.execution.journal.RunRecords;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import java.util.function.BiConsumer;

/// Does steps that change the catalog: like every script that changes something, each checks the
/// lock, writes its record first, and does nothing where what it was planned on has changed.
record CatalogChanges(CatalogSession session, RunRecords records) {
  private static final PreconditionCheck PLANNED_ON = new PreconditionCheck();

  /// The handler of a kind of action.
  ///
  /// @param change does it; may be repeated
  <A extends Action> StepHandler<A> handler(BiConsumer<CitusCatalog, A> change) {
    return (step, action) -> {
      run(step, action, change);
      return true;
    };
  }

  private <A extends Action> void run(Step step, A action, BiConsumer<CitusCatalog, A> change) {
    records.write(step.host(), "begin", Journal.of(step));
    int exitCode = 1;
    try {
      session.change(
          step,
          catalog -> {
            PLANNED_ON.check(step, catalog);
            change.accept(catalog, action);
            return true;
          });
      exitCode = 0;
    } finally {
      records.ended(step, exitCode);
    }
  }
}
