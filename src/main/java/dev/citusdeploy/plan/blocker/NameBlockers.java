package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.facts.ContainerFacts;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.inventory.ServerLayout;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.situation.Situation;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Another cluster of the same name on a host. Its containers bear the same labels, so nothing but
/// the folder of their files and the secrets of their data distinguishes the two.
final class NameBlockers {
  /// Where Compose found the files of a container's project.
  private static final String FOLDER_LABEL = "com.docker.compose.project.working_dir";

  private final Situation situation;

  NameBlockers(Situation situation) {
    this.situation = situation;
  }

  /// Another cluster's node of a name that the inventory uses, too.
  Optional<Problem> of(Host host, NodeFacts facts) {
    String folder = otherFolder(facts);
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(
            taken(
                "host " + host.name() + ", node " + facts.name(),
                "its container was made from files in "
                    + ForeignText.inline(folder)
                    + ", this inventory's are in "
                    + folderOf(facts.name()),
                host));
  }

  /// Another cluster's nodes of names that the inventory does not use on this host.
  Optional<Problem> strangers(Host host, HostFacts.Known known) {
    List<NodeName> own = situation.inventory().nodes().stream().map(node -> node.name()).toList();
    List<NodeFacts> others =
        known.nodes().values().stream()
            .filter(node -> !own.contains(node.name()))
            .filter(node -> !otherFolder(node).isEmpty() || hasOtherSecrets(node))
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }
    NodeFacts first = others.getFirst();
    String who = String.join(", ", others.stream().map(node -> node.name().value()).toList());
    return Optional.of(
        taken(
            "host " + host.name(),
            "its nodes there are "
                + who
                + "; "
                + (otherFolder(first).isEmpty()
                    ? "their data was made with other secrets"
                    : "their files are in " + ForeignText.inline(otherFolder(first))),
            host));
  }

  private boolean hasOtherSecrets(NodeFacts node) {
    return node.data() instanceof DataFolder.Initialised mark
        && !mark.fingerprint().equals(situation.desired().fingerprint());
  }

  /// The folder of a container's files where it is not the one that this inventory gives it.
  private String otherFolder(NodeFacts node) {
    ContainerFacts container = node.container();
    if (container == null) {
      return "";
    }
    String folder = Objects.requireNonNullElse(container.labels().get(FOLDER_LABEL), "");
    return folder.equals(folderOf(node.name())) ? "" : folder;
  }

  private String folderOf(NodeName node) {
    return situation.inventory().layout().nodeFolder(node);
  }

  private Problem taken(String where, String why, Host host) {
    String cluster = situation.inventory().cluster();
    return new Problem(
        PlanProblemCodes.CLUSTER_NAME_TAKEN,
        "another cluster with the name " + cluster + " lives on this server",
        where,
        why,
        "give one of them another name with `cluster:` in its inventory; if it is this one, put the"
            + " former `paths` or the former secrets file back; what is there:"
            + ServerCommand.line(
                host,
                ShellCommand.of("docker ps -a --filter")
                    .word("label=" + ServerLayout.CLUSTER_LABEL + "=" + cluster)));
  }
}
