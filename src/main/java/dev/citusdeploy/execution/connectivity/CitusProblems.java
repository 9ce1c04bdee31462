package dev.citusdeploy.execution.connectivity;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.execution.ExecutionProblemCodes;
import dev.citusdeploy.execution.Remedies;
import dev.citusdeploy.execution.cause.UnresponsiveNodes;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Nodes that serve SQL but do not have Citus as the cluster needs it.
public final class CitusProblems {
  private final Inventory inventory;

  public CitusProblems(Inventory inventory) {
    this.inventory = inventory;
  }

  /// One problem a node that lacks something; where none does, one for nodes that differ.
  public List<Problem> problems(ConnectivityAnswers answers) {
    List<Problem> problems = new ArrayList<>();
    SequencedMap<String, List<DesiredNode>> versions = new LinkedHashMap<>();
    for (DesiredNode node : answers.nodes()) {
      answers.goneBecause(node).ifPresent(why -> problems.add(gone(node, why)));
      answers.hangs(node).ifPresent(state -> problems.add(hangs(node, state)));
      Optional<Found> found = answers.citus(node).filter(row -> row.size() == 5).map(Found::of);
      found.flatMap(it -> lack(node, it)).ifPresent(problems::add);
      found.ifPresent(
          it -> versions.computeIfAbsent(it.versions(), _ -> new ArrayList<>()).add(node));
    }
    if (problems.isEmpty() && versions.size() > 1) {
      problems.add(different(versions));
    }
    return problems;
  }

  private Optional<Problem> lack(DesiredNode node, Found found) {
    if (found.preloaded().stream().noneMatch("citus"::equals)) {
      return Optional.of(notPreloaded(node, found));
    }
    if (found.extension().isEmpty()) {
      return Optional.of(noExtension(node));
    }
    return found.extension().equals(found.wanted())
        ? Optional.empty()
        : Optional.of(otherExtension(node, found));
  }

  private Problem gone(DesiredNode node, String why) {
    return new Problem(
        ExecutionProblemCodes.NODE_KEEPS_ENDING,
        node.node().name() + " stopped running before it was registered",
        where(node),
        "Docker answered:" + ForeignText.block(why),
        remedy(node, "check its log:", ServerCommand.log(inventory, node.node(), 100)));
  }

  private Problem hangs(DesiredNode node, String state) {
    return new Problem(
        ExecutionProblemCodes.NODE_SILENT,
        node.node().name() + " does not answer: its container is " + ForeignText.inline(state),
        where(node),
        "nothing can be done in it before it goes on",
        UnresponsiveNodes.remedy(inventory, node.node()));
  }

  private Problem notPreloaded(DesiredNode node, Found found) {
    return new Problem(
        ExecutionProblemCodes.CITUS_NOT_PRELOADED,
        "citus is not in shared_preload_libraries of " + node.node().name(),
        where(node),
        "its server was started with '"
            + ForeignText.inline(found.preloaded())
            + "', expected was 'citus' first: a line of postgresql.auto.conf (ALTER SYSTEM), or a"
            + " postgresql.conf.ftl in overrides, took it out",
        remedy(
            node,
            "take it out there and restart the server:",
            psql(node, "ALTER SYSTEM RESET shared_preload_libraries"),
            ServerCommand.restart(inventory, node.node())));
  }

  private Problem noExtension(DesiredNode node) {
    return new Problem(
        ExecutionProblemCodes.CITUS_EXTENSION_MISSING,
        "database "
            + inventory.database()
            + " of "
            + node.node().name()
            + " lacks the extension citus",
        where(node),
        "it was there when the node's data was made, and was dropped since",
        remedy(
            node, "make it again:", psql(node, "CREATE EXTENSION citus WITH SCHEMA pg_catalog")));
  }

  private Problem otherExtension(DesiredNode node, Found found) {
    return new Problem(
        ExecutionProblemCodes.CITUS_EXTENSION_VERSION,
        "the extension citus of "
            + node.node().name()
            + " is "
            + ForeignText.inline(found.extension())
            + ", its library wants "
            + ForeignText.inline(found.wanted()),
        where(node),
        "the image brought another version of Citus than the data was last used with; until both"
            + " are the same, statements of Citus fail on this node",
        remedy(node, "update it:", psql(node, "ALTER EXTENSION citus UPDATE")));
  }

  private Problem different(SequencedMap<String, List<DesiredNode>> versions) {
    List<String> lines = new ArrayList<>();
    versions.forEach(
        (version, nodes) -> lines.add(String.join(", ", names(nodes)) + ": " + version));
    List<DesiredNode> odd =
        versions.values().stream()
            .min((one, other) -> Integer.compare(one.size(), other.size()))
            .orElseThrow();
    return new Problem(
        ExecutionProblemCodes.CITUS_VERSIONS_DIFFER,
        "the nodes do not all run the same version of Citus and PostgreSQL",
        odd.size() == 1 ? where(odd.getFirst()) : "nodes " + String.join(", ", names(odd)),
        "the tag "
            + inventory.image()
            + " means another image there, or a node was not re-created since it was changed; found,"
            + " where one was expected:"
            + ForeignText.block(String.join("\n", lines)),
        remedy(
            odd.getFirst(),
            "let the tag mean the same image everywhere, best by a digest in the inventory, or:",
            ServerCommand.pull(inventory.image())));
  }

  private static List<String> names(List<DesiredNode> nodes) {
    return nodes.stream().map(node -> node.node().name().value()).toList();
  }

  private ShellCommand psql(DesiredNode node, String statement) {
    return ServerCommand.psql(inventory, node.node(), statement);
  }

  private String remedy(DesiredNode node, String advice, ShellCommand... commands) {
    String lines =
        Stream.of(commands)
            .map(command -> "\n  " + ServerCommand.on(inventory.hostOf(node.node()), command))
            .collect(Collectors.joining());
    return advice + lines + "\nthen " + Remedies.AGAIN;
  }

  private static String where(DesiredNode node) {
    return "host " + node.node().host() + ", node " + node.node().name();
  }

  /// What a node reports of Citus.
  ///
  /// @param postgres version of the server
  /// @param preloaded names of preloaded libraries
  /// @param extension version of the extension in the database, empty when there is none
  /// @param wanted version of the extension that belongs to the library
  /// @param library version of the library, empty where it does not report it
  private record Found(
      String postgres, List<String> preloaded, String extension, String wanted, String library) {
    static Found of(List<String> row) {
      List<String> libraries = Stream.of(row.get(1).split(",")).map(String::strip).toList();
      return new Found(row.get(0), libraries, row.get(2), row.get(3), row.get(4).strip());
    }

    String versions() {
      return "Citus "
          + (library.isEmpty() ? "" : library + ", ")
          + "extension "
          + extension
          + ", PostgreSQL "
          + postgres;
    }
  }
}
