package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.util.Optional;

/// What blocks a plan in a node's data folder. Data that is not this node's stops the run; nothing
/// here is ever removed by the program.
final class DataBlockers {
  private final Situation situation;

  DataBlockers(Situation situation) {
    this.situation = situation;
  }

  Optional<Problem> of(DesiredNode node, NodeFacts facts) {
    return switch (facts.data()) {
      case DataFolder.Absent _ -> Optional.empty();
      // The host's own problem reports it; what is in the folder is not known.
      case DataFolder.Unreadable _ -> Optional.empty();
      case DataFolder.Unmarked unmarked ->
          Optional.of(isUsed(facts) ? markLost(node, facts) : halfMade(node, unmarked));
      case DataFolder.Initialised mark -> of(node, mark);
    };
  }

  private Optional<Problem> of(DesiredNode node, DataFolder.Initialised mark) {
    String cluster = situation.inventory().cluster();
    if (!mark.cluster().equals(cluster) || !mark.node().equals(node.node().name().value())) {
      return Optional.of(foreign(node, mark));
    }
    if (!mark.fingerprint().equals(situation.desired().fingerprint())) {
      return Optional.of(otherSecrets(node));
    }
    return Optional.empty();
  }

  /// Whether a server was started on what is there: such a folder is never to be removed.
  private static boolean isUsed(NodeFacts facts) {
    return facts.container() != null || facts.started() != null || facts.firstStart() != null;
  }

  /// The mark is the only thing that is missing: it is put back from the record of the first start,
  /// or written where an earlier version left no such record.
  private Problem markLost(DesiredNode node, NodeFacts facts) {
    String mark = situation.inventory().layout().completionMark(node.node().name());
    FirstStartRecord firstStart = facts.firstStart();
    ShellCommand write =
        ShellCommand.of("printf '%s\\n'")
            .word("cluster=" + situation.inventory().cluster())
            .word("node=" + node.node().name())
            .word("fingerprint=" + situation.desired().fingerprint())
            .into(ShellCommand.of("tee").word(mark));
    return refused(
        node,
        PlanProblemCodes.DATA_HALF_MADE,
        "the data folder " + node.service().dataFolder() + " has lost its completion mark",
        "a server was started on what is there, so it is no initialisation that was cut off; without"
            + " the mark the node does not start again",
        "if this is the node's data, put the mark back; nothing is to be removed:"
            + ServerCommand.line(
                situation.inventory().hostOf(node.node()),
                firstStart == null
                    ? ShellCommand.of("sh -c").command(write)
                    : ShellCommand.of("cp")
                        .word(situation.inventory().layout().firstStart(node.node().name()))
                        .word(mark)));
  }

  private Problem halfMade(DesiredNode node, DataFolder.Unmarked unmarked) {
    Host host = situation.inventory().hostOf(node.node());
    String version = unmarked.postgresVersion().strip();
    return refused(
        node,
        PlanProblemCodes.DATA_HALF_MADE,
        "the data folder "
            + node.service().dataFolder()
            + " holds something without a completion mark",
        "an initialisation was cut off there"
            + (version.isEmpty() ? "" : " (PostgreSQL " + ForeignText.inline(version) + ")")
            + ", or the data was not made by this program",
        "inspect it; only when nothing in it is needed, remove that one folder and apply again:"
            + ServerCommand.line(host, ShellCommand.of("ls -lA").word(node.service().dataFolder()))
                .stripTrailing()
            + ServerCommand.line(host, ShellCommand.of("rm -rf").word(node.service().dataFolder()))
                .stripTrailing());
  }

  private Problem foreign(DesiredNode node, DataFolder.Initialised mark) {
    return refused(
        node,
        PlanProblemCodes.DATA_FOREIGN,
        "the data folder " + node.service().dataFolder() + " belongs to another node",
        "its mark names node "
            + ForeignText.inline(mark.node())
            + " of cluster "
            + ForeignText.inline(mark.cluster()),
        "correct names and `paths` in the inventory; if that data is not wanted here, move it away:"
            + ServerCommand.line(
                    situation.inventory().hostOf(node.node()),
                    ShellCommand.of("mv")
                        .word(node.service().dataFolder())
                        .word(node.service().dataFolder() + ".foreign"))
                .stripTrailing());
  }

  private Problem otherSecrets(DesiredNode node) {
    return refused(
        node,
        PlanProblemCodes.DATA_OTHER_SECRETS,
        "the data in " + node.service().dataFolder() + " belongs to other secrets",
        "the fingerprint in its mark is not that of the secrets file in use",
        "put the right secrets file back beside the inventory, or name it with `--secrets FILE`; if the"
            + " data is another cluster's, give this one another name with `cluster:`");
  }

  private static Problem refused(
      DesiredNode node, ProblemCode code, String what, String why, String remedy) {
    String where = "host " + node.node().host() + ", node " + node.node().name();
    return new Problem(code, what, where, why, remedy);
  }
}
