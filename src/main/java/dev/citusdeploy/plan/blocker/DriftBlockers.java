package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Files that somebody changed by hand: what was done there, in haste and for a reason, is not
/// thrown away unless somebody asks for it.
public final class DriftBlockers {
  private DriftBlockers() {}

  /// A problem for each node whose files to write include such.
  public static List<Problem> of(List<NodeNeeds> needs) {
    return needs.stream().flatMap(need -> problem(need).stream()).toList();
  }

  private static Optional<Problem> problem(NodeNeeds need) {
    return need.filesToWrite()
        .filter(files -> !files.drifted().isEmpty())
        .map(files -> problem(need.node().node(), files));
  }

  private static Problem problem(Node node, ServiceFiles files) {
    List<String> names = files.drifted();
    return new Problem(
        PlanProblemCodes.DRIFT,
        (names.size() == 1 ? "a file was" : names.size() + " files were")
            + " changed by hand since the last apply",
        "host " + node.host() + ", node " + node.name(),
        "apply would write over:\n"
            + names.stream()
                .map(name -> "  " + files.service().folder() + "/" + place(name))
                .collect(Collectors.joining("\n")),
        "to keep the change, put it into the inventory (`settings`) or an override, and plan again;"
            + " to throw it away:"
            + ShellCommand.of("citus-deploy apply INVENTORY --overwrite-drift")
                .line()
                .stripTrailing());
  }

  /// Where a person finds a file, whatever generation is in use.
  private static String place(String name) {
    return name.startsWith("conf/") && !name.equals(DesiredService.CURRENT)
        ? DesiredService.CURRENT + name.substring("conf".length())
        : name;
  }
}
