package dev.citusdeploy.plan.blocker;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.FirstStartRecord;
import dev.citusdeploy.facts.HostFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.NodeFacts.DataFolder;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.HostName;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemCode;
import dev.citusdeploy.model.ShellCommand;
import dev.citusdeploy.plan.PlanProblemCodes;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.CatalogView;
import dev.citusdeploy.plan.situation.Situation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Nodes whose data folder is empty although their first start once succeeded: new data there would
/// hide a loss, or take the place of data that is somewhere else.
final class MissingDataBlockers {
  private final Situation situation;
  private final Set<NodeName> newData;
  private final Set<NodeName> inventory;
  private final FirstStartEvidence firstStarts;
  private final Map<NodeName, HostName> elsewhere = new HashMap<>();

  /// @param newData nodes that shall start with empty data whatever was there
  MissingDataBlockers(Situation situation, CatalogView catalog, List<NodeName> newData) {
    this.situation = situation;
    this.newData = Set.copyOf(newData);
    this.inventory =
        situation.desired().nodes().stream()
            .map(node -> node.node().name())
            .collect(Collectors.toSet());
    this.firstStarts = new FirstStartEvidence(situation, catalog);
    findDataElsewhere();
  }

  /// What blocks a node: its initialisation where it has no data, its start where what is there is
  /// not what it served last.
  Optional<Problem> of(DesiredNode node, NodeFacts facts) {
    boolean startsEmpty = newData.contains(node.node().name());
    if (NodeNeeds.hasData(facts)) {
      return startsEmpty ? Optional.of(dataIsThere(node)) : notMounted(node, facts.firstStart());
    }
    if (startsEmpty) {
      return Optional.empty();
    }
    return onOtherHost(node)
        .or(() -> renamed(node))
        .or(() -> otherPath(node, facts.firstStart()))
        .or(() -> lost(node, facts));
  }

  private Optional<Problem> lost(DesiredNode node, NodeFacts facts) {
    List<String> evidence = firstStarts.of(node, facts);
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    FirstStartRecord firstStart = facts.firstStart();
    return Optional.of(
        refused(
            node,
            PlanProblemCodes.DATA_MISSING,
            "the data folder " + node.service().dataFolder() + " is empty, but there was data",
            String.join("; ", evidence) + (firstStart == null ? "" : disk(firstStart)),
            "mount or restore the data"
                + (firstStart == null
                    ? ", or put `paths` back where the inventory was changed"
                    : "")
                + ": no new data is made over a loss; what is mounted, and what should be:"
                + inspection(node)
                + "if it is lost for good, the node starts with empty data with `--new-data "
                + node.node().name()
                + "`"));
  }

  private static String disk(FirstStartRecord firstStart) {
    return "; the data was on "
        + ForeignText.inline(firstStart.device())
        + ", mounted at "
        + ForeignText.inline(firstStart.mountPoint())
        + (firstStart.isUnmounted() ? ", and nothing is mounted there now" : "");
  }

  /// What lies on the root file system of a node whose disk is not mounted may be an old copy.
  private Optional<Problem> notMounted(DesiredNode node, @Nullable FirstStartRecord firstStart) {
    if (firstStart == null || !firstStart.isUnmounted()) {
      return Optional.empty();
    }
    return Optional.of(
        refused(
            node,
            PlanProblemCodes.DATA_NOT_MOUNTED,
            "the data folder "
                + node.service().dataFolder()
                + " is on the root file system, and was not",
            "what is there is not what the node served last" + disk(firstStart),
            "mount it; what is mounted, and what should be:"
                + inspection(node)
                + "if the data was moved to the root file system on purpose, remove that record:"
                + ServerCommand.line(
                    host(node),
                    ShellCommand.of("rm")
                        .word(situation.inventory().layout().firstStart(node.node().name())))));
  }

  private Optional<Problem> onOtherHost(DesiredNode node) {
    HostName other = elsewhere.get(node.node().name());
    if (other == null) {
      return Optional.empty();
    }
    Optional<NodeName> swapped =
        elsewhere.entrySet().stream()
            .filter(entry -> entry.getValue().equals(node.node().host()))
            .map(Map.Entry::getKey)
            .filter(name -> hostOf(name).equals(other))
            .findFirst();
    return Optional.of(
        refused(
            node,
            PlanProblemCodes.DATA_ON_OTHER_HOST,
            "node " + node.node().name() + " has no data here, but on host " + other,
            swapped
                .map(name ->
                    "the data of "
                        + name
                        + " is here, and that of "
                        + node.node().name()
                        + " there: the addresses of the two hosts are swapped")
                .orElse("a second, empty node of the same name would take its place"),
            swapped.isPresent()
                ? "swap the `address` of hosts "
                    + node.node().host()
                    + " and "
                    + other
                    + " in the inventory back; the data is intact"
                : "let the inventory give the node the address of the server that holds the data, or"
                    + " move the data by hand"));
  }

  /// Data of this cluster on the node's server under a name that the inventory does not know.
  private Optional<Problem> renamed(DesiredNode node) {
    return situation.host(node).stream()
        .flatMap(host -> host.nodes().values().stream())
        .filter(other -> !inventory.contains(other.name()))
        .filter(this::isOfThisCluster)
        .findFirst()
        .map(other ->
            refused(
                node,
                PlanProblemCodes.NODE_RENAMED,
                "node "
                    + node.node().name()
                    + " has no data, but its server holds that of node "
                    + other.name(),
                "the inventory does not know "
                    + other.name()
                    + ": the host was renamed in it, and a node keeps the name that it was made with",
                "put the name "
                    + other.name()
                    + " back into the inventory; the data is intact. If "
                    + node.node().name()
                    + " is to be a new node beside it, confirm it with `--new-data "
                    + node.node().name()
                    + "`"));
  }

  private boolean isOfThisCluster(NodeFacts node) {
    return node.data() instanceof DataFolder.Initialised mark
        && mark.cluster().equals(situation.inventory().cluster())
        && mark.fingerprint().equals(situation.desired().fingerprint());
  }

  private Optional<Problem> otherPath(DesiredNode node, @Nullable FirstStartRecord firstStart) {
    if (firstStart == null
        || firstStart.dataFolder().isEmpty()
        || firstStart.dataFolder().equals(node.service().dataFolder())) {
      return Optional.empty();
    }
    String suffix = "/" + situation.inventory().cluster() + "/" + node.node().name();
    String former =
        firstStart.dataFolder().endsWith(suffix)
            ? firstStart
                .dataFolder()
                .substring(0, firstStart.dataFolder().length() - suffix.length())
            : firstStart.dataFolder();
    return Optional.of(
        refused(
            node,
            PlanProblemCodes.DATA_PATH_CHANGED,
            "the data of " + node.node().name() + " is not in " + node.service().dataFolder(),
            "it was made in "
                + ForeignText.inline(firstStart.dataFolder())
                + ", and `paths` in the inventory has changed since",
            "put the former value back: `paths: { data: "
                + ForeignForm.PATH.of(former).orElse("PATH")
                + " }`; or, with the node stopped, move the data there by hand"));
  }

  private Problem dataIsThere(DesiredNode node) {
    return refused(
        node,
        PlanProblemCodes.NEW_DATA_REFUSED,
        "node " + node.node().name() + " has data, so `--new-data` makes none",
        "something is in " + node.service().dataFolder() + "; no data is ever made over other data",
        "leave `--new-data "
            + node.node().name()
            + "` out; or, when that data is not wanted, stop the node and move it away by hand");
  }

  private void findDataElsewhere() {
    for (HostFacts.Known host : situation.knownHosts()) {
      for (NodeFacts node : host.nodes().values()) {
        if (inventory.contains(node.name())
            && !hostOf(node.name()).equals(host.host())
            && NodeNeeds.hasData(node)) {
          elsewhere.putIfAbsent(node.name(), host.host());
        }
      }
    }
  }

  private HostName hostOf(NodeName name) {
    return situation.desired().nodes().stream()
        .filter(node -> node.node().name().equals(name))
        .map(node -> node.node().host())
        .findFirst()
        .orElseThrow();
  }

  private String inspection(DesiredNode node) {
    return ServerCommand.line(
        host(node),
        ShellCommand.of("findmnt -T")
            .word(situation.inventory().paths().data())
            .and(ShellCommand.of("cat /etc/fstab")));
  }

  private Host host(DesiredNode node) {
    return situation.inventory().hostOf(node.node());
  }

  private static Problem refused(
      DesiredNode node, ProblemCode code, String what, String why, String remedy) {
    String where = "host " + node.node().host() + ", node " + node.node().name();
    return new Problem(code, what, where, why, remedy);
  }
}
