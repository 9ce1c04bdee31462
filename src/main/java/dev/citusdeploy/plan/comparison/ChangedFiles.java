package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.gather.FileRequest;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.situation.Situation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Finds files that are not as desired, whose content is to be read.
public final class ChangedFiles {
  private ChangedFiles() {}

  /// What to ask, by host; empty for a cluster whose files are as desired, or not there yet.
  public static SequencedMap<HostName, List<FileRequest>> questions(
      DesiredState desired, ClusterFacts facts) {
    Situation situation = new Situation(desired, facts);
    SequencedMap<HostName, List<FileRequest>> questions = new LinkedHashMap<>();
    for (DesiredNode node : desired.nodes()) {
      NodeFacts there = situation.node(node).orElse(null);
      if (there != null) {
        new FileComparison(node.service(), there, FileDetails.NONE)
            .question()
            .ifPresent(question ->
                questions
                    .computeIfAbsent(node.node().host(), _ -> new ArrayList<>())
                    .add(question));
      }
    }
    return questions;
  }
}
