package dev.citusdeploy.plan.source;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Milestone;
import dev.citusdeploy.plan.PlanDraft;
import dev.citusdeploy.plan.ServiceFiles;
import dev.citusdeploy.plan.action.WriteFiles;
import dev.citusdeploy.plan.comparison.FilesReason;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Writes changed files: one step a host.
public final class FileSource implements StepSource {
  private final SequencedMap<HostName, List<NodeNeeds>> hosts = new LinkedHashMap<>();
  private final Preconditions preconditions;

  /// A source for some nodes.
  ///
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  public FileSource(List<NodeNeeds> needs, Preconditions preconditions) {
    this.preconditions = preconditions;
    for (NodeNeeds node : needs) {
      hosts.computeIfAbsent(node.node().node().host(), _ -> new ArrayList<>()).add(node);
    }
  }

  @Override
  public void addTo(PlanDraft draft) {
    hosts.forEach((host, nodes) -> {
      List<ServiceFiles> files =
          nodes.stream().flatMap(node -> node.filesToWrite().stream()).toList();
      if (!files.isEmpty()) {
        String reason = String.join("; ", files.stream().map(FileSource::reason).toList());
        PlanDraft.NewStep step =
            draft
                .onHost(host, new WriteFiles(files), reason)
                .plannedOn(preconditions.files(files))
                .leadsTo(Milestone.filesOf(host));
        // What an image holds that no server has inspected is known once it is there; until then
        // nothing of a node with data is touched.
        if (nodes.stream().anyMatch(NodeNeeds::hadData)) {
          step.after(Milestone.imageOn(host));
        }
        step.add();
      }
    });
  }

  private static String reason(ServiceFiles files) {
    return files.service().name() + ": " + new FilesReason(files).text();
  }
}
