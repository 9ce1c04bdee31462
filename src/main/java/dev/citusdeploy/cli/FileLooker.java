package dev.citusdeploy.cli;

import dev.citusdeploy.desired.DesiredState;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.facts.FileLooks;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.ChangedFiles;
import dev.citusdeploy.remote.HostFanOut;
import dev.citusdeploy.remote.RemoteHost;
import java.time.Duration;
import java.util.Map;

/// Looks a second time at files that are not as they should be, so that a plan can show what would
/// change in them, and who changed them. Where all are as they should be, nothing is sent.
///
/// @param fanOut how many hosts side by side
/// @param deadline how long one host may take to answer
record FileLooker(HostFanOut fanOut, Duration deadline) {
  /// The facts with what was found.
  ClusterFacts look(DesiredState desired, ClusterFacts facts, Map<HostName, RemoteHost> connections)
      throws InterruptedException {
    var questions = ChangedFiles.questions(desired, facts);
    if (questions.isEmpty()) {
      return facts;
    }
    Inventory inventory = desired.inventory();
    String folder = inventory.paths().program() + "/" + inventory.cluster();
    return new FileLooks(fanOut, deadline).with(facts, questions, connections, folder);
  }
}
