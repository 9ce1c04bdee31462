package dev.citusdeploy.cli.command;

import dev.citusdeploy.cli.option.PlanningOptions;
import dev.citusdeploy.cli.session.ClusterSession;
import dev.citusdeploy.cli.session.LocalJournalFile;
import dev.citusdeploy.cli.session.Observation;
import dev.citusdeploy.cli.terminal.Console;
import dev.citusdeploy.report.HostOverview;
import dev.citusdeploy.report.PlanText;

/// Shows a plan to people: the same to those who only read it and to those who will be asked.
///
/// @param console where it is shown
/// @param session the dealings with the cluster
/// @param planning what the plan is for
record ShownPlan(Console console, ClusterSession session, PlanningOptions planning) {
  /// The plan, and after problems what was heard of each host.
  void show(Observation seen) {
    var durations =
        session.durations(seen.plan(), LocalJournalFile.of(console, session.inventory()));
    PlanText text =
        new PlanText(
            console.outPalette(), console.resultWidth(), durations, planning.extent(seen.facts()));
    console.result(text.lines(session.inventory(), seen.plan()));
    console.result(HostOverview.lines(session.inventory(), seen.facts(), seen.plan()));
  }
}
