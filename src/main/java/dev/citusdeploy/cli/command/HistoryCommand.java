package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.InventoryOptions;
import dev.citusdeploy.cli.option.OutputOptions;
import dev.citusdeploy.cli.option.PositiveNumber;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.LocalJournalFile;
import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.cli.terminal.ExitCode;
import dev.citusdeploy.execution.journal.LocalRun;
import dev.citusdeploy.execution.journal.RunHistory;
import dev.citusdeploy.execution.journal.RunRecord;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.report.HistoryText;
import dev.citusdeploy.report.json.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `history`: the runs that the servers' journals record.
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Shows who ran what on a cluster, from the servers' own journals: from any machine. Runs that"
          + " began on this one are shown even while the servers are down.",
      "A run that was cut off shows what it had begun."
    })
public final class HistoryCommand implements Callable<Integer> {
  private static final int NAMED = 5;

  private final Console console;

  @Mixin InventoryOptions inventory = new InventoryOptions();
  @Mixin OutputOptions output = new OutputOptions();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RUN",
      description = "show the steps of this run; the beginning of its id is enough")
  @Nullable String run;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      converter = PositiveNumber.class,
      description = "how many runs (default: ${DEFAULT-VALUE})")
  int last;

  public HistoryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ClusterSession session = ClusterSession.open(inventory)) {
      Inventory cluster = session.inventory();
      List<Problem> problems = new ArrayList<>();
      var journals = session.ask(host -> RunHistory.journal(host, cluster), problems);
      List<RunRecord> runs =
          RunHistory.of(
              journals.values(),
              LocalJournalFile.of(console, cluster).text(),
              LocalRun.ClusterMark.of(cluster));
      String wanted = run;
      if (wanted != null) {
        runs = theOne(runs, wanted, problems);
      }
      show(cluster, runs.subList(0, Math.min(last, runs.size())), problems);
      console.problems(inventory.asArguments(), problems);
      return ExitCode.of(problems).code();
    }
  }

  private void show(Inventory cluster, List<RunRecord> runs, List<Problem> problems) {
    HistoryText text = new HistoryText(console.outPalette());
    if (output.json()) {
      console.document(new JsonDocument(inventory.asArguments()).history(cluster, runs, problems));
    } else if (run == null && (!runs.isEmpty() || problems.isEmpty())) {
      // Of servers that did not answer nobody knows whether they have seen a run.
      console.result(text.table(runs));
    } else if (run != null && !runs.isEmpty()) {
      console.result(text.run(runs.getFirst()));
    }
  }

  /// The run that is meant, or none and a problem more.
  private static List<RunRecord> theOne(
      List<RunRecord> runs, String wanted, List<Problem> problems) {
    List<RunRecord> found = runs.stream().filter(run -> run.id().startsWith(wanted)).toList();
    if (found.size() == 1) {
      return found;
    }
    List<RunRecord> named = found.isEmpty() ? runs : found;
    String newest =
        named.stream().limit(NAMED).map(RunRecord::id).collect(Collectors.joining(", "));
    String known = newest.isEmpty() ? "no journal has a run" : "the newest are " + newest;
    problems.add(
        new Problem(
            CliProblemCodes.RUN_UNKNOWN,
            found.isEmpty()
                ? "no journal has a run " + wanted
                : found.size() + " runs begin with " + wanted,
            "history",
            known + (problems.isEmpty() ? "" : "; not every server could be asked"),
            "see which there are: `citus-deploy history INVENTORY`"));
    return List.of();
  }
}
