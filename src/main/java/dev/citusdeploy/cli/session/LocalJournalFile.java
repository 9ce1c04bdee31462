package dev.citusdeploy.cli.session;

import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.execution.RunEvent;
import dev.citusdeploy.execution.RunIdentity;
import dev.citusdeploy.execution.RunResult;
import dev.citusdeploy.execution.journal.LocalJournal;
import dev.citusdeploy.execution.journal.LocalRun;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// This machine's journal as a command uses it. The servers' journals are what counts: where this
/// one can't be written or read, that is reported and everything goes on.
///
/// @param console where that is reported
/// @param file the journal
public record LocalJournalFile(Console console, Path file) {
  /// The journal of a cluster.
  public static LocalJournalFile of(Console console, Inventory inventory) {
    return new LocalJournalFile(
        console, StateFolder.of(System.getenv()).journal(inventory.cluster()));
  }

  /// What it holds, empty when it can't be read.
  public String text() {
    try {
      return LocalJournal.read(file);
    } catch (IOException e) {
      report("cannot be read; what it holds of this cluster's runs is missing here", e);
      return "";
    }
  }

  /// Opens it for a run, before its first step.
  ///
  /// @param facts what the plan was made for
  public Writing open(RunIdentity run, Inventory inventory, Plan plan, ClusterFacts facts) {
    try {
      return new Writing(
          LocalJournal.open(
              file, LocalRun.of(run, inventory, plan, facts), InstantSource.system()));
    } catch (IOException e) {
      report("cannot be written; this run will be in the servers' journals only", e);
      return new Writing(null);
    }
  }

  /// Records the end of a run.
  public void end(Writing writing, RunResult result, boolean interrupted) {
    if (writing.journal() == null) {
      return;
    }
    writing.journal().end(result, interrupted);
    writing
        .journal()
        .trouble()
        .ifPresent(why ->
            console.progress(
                "note: this machine's journal lacks a part of this run: " + file + ": " + why));
  }

  private void report(String what, IOException e) {
    console.progress("note: this machine's journal " + what + ": " + e);
  }

  /// A journal that is open, or the lack of one.
  ///
  /// @param journal null where it could not be opened
  public record Writing(@Nullable LocalJournal journal)
      implements Consumer<RunEvent>, AutoCloseable {
    @Override
    public void accept(RunEvent event) {
      if (journal != null) {
        journal.accept(event);
      }
    }

    @Override
    public void close() {
      if (journal != null) {
        journal.close();
      }
    }
  }
}
