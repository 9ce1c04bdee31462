package dev.citusdeploy.plan.source;

import dev.citusdeploy.model.HostName;
import dev.citusdeploy.plan.Action;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.plan.comparison.FilesReason;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Steps about a whole host: its image and its files.
public final class HostSteps {
  private final String image;
  private final SequencedMap<HostName, List<NodeNeeds>> hosts = new LinkedHashMap<>();
  private final SequencedMap<HostName, Step> pulls = new LinkedHashMap<>();
  private final SequencedMap<HostName, Step> writes = new LinkedHashMap<>();

  /// @param image the cluster's image
  /// @param needs of all nodes that steps may be planned for, in the inventory's order
  public HostSteps(String image, List<NodeNeeds> needs) {
    this.image = image;
    for (NodeNeeds node : needs) {
      hosts.computeIfAbsent(node.node().node().host(), _ -> new ArrayList<>()).add(node);
    }
  }

  /// Plans fetching the image on a host.
  ///
  /// @param known ids and digests, one of which it must have; empty when any will do
  public void pull(HostName host, List<String> known) {
    Action action = new Action.PullImage(image, known);
    pulls.put(
        host, new Step(id(host, action), host, null, action, "the image is not there", List.of()));
  }

  /// Plans writing the files of every host that needs any.
  public void write() {
    hosts.forEach((host, nodes) -> {
      List<Action.NodeFiles> files =
          nodes.stream().flatMap(node -> node.filesToWrite().stream()).toList();
      if (!files.isEmpty()) {
        Action action = new Action.WriteFiles(files);
        String reason = String.join("; ", files.stream().map(HostSteps::reason).toList());
        // What an image holds that no server has looked into is known once it is there; until then
        // nothing of a node with data is touched.
        boolean waits = nodes.stream().anyMatch(NodeNeeds::hadData);
        List<String> after = waits ? pulled(host) : List.of();
        writes.put(host, new Step(id(host, action), host, null, action, reason, after));
      }
    });
  }

  /// Hosts and what their nodes need, in the inventory's order.
  public SequencedMap<HostName, List<NodeNeeds>> hosts() {
    return hosts;
  }

  /// All steps, pulls first.
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>(pulls.values());
    steps.addAll(writes.values());
    return steps;
  }

  /// Ids of the steps that a node's container waits for.
  List<String> before(HostName host) {
    List<String> ids = new ArrayList<>(pulled(host));
    ids.addAll(filesOf(host));
    return ids;
  }

  /// Ids of all steps that fetch the image.
  List<String> pulled() {
    return pulls.values().stream().map(Step::id).toList();
  }

  private List<String> pulled(HostName host) {
    return pulls.containsKey(host) ? List.of(pulls.get(host).id()) : List.of();
  }

  /// Ids of the steps that a node's files wait for.
  List<String> filesOf(HostName host) {
    return writes.containsKey(host) ? List.of(writes.get(host).id()) : List.of();
  }

  private static String id(HostName host, Action action) {
    return host + "/" + action.word();
  }

  private static String reason(Action.NodeFiles files) {
    return files.node().node().name() + ": " + new FilesReason(files).text();
  }
}
