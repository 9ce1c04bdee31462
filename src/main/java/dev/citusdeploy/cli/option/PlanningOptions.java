package dev.citusdeploy.cli.option;

import dev.citusdeploy.cli.terminal.CliProblemCodes;
import dev.citusdeploy.facts.ClusterFacts;
import dev.citusdeploy.inventory.Host;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.text.NameRanges;
import dev.citusdeploy.inventory.text.Suggestion;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ProblemException;
import dev.citusdeploy.model.Role;
import dev.citusdeploy.plan.Intent;
import dev.citusdeploy.plan.MaxUnavailable;
import dev.citusdeploy.report.PlanText;
import dev.citusdeploy.report.json.PlanOptions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// What a plan is to leave out, and how careful it is to be.
public final class PlanningOptions {
  private static final String ROLE = "role:";

  @Option(
      names = "--limit",
      paramLabel = "NAMES",
      split = ",",
      description =
          "only these: names of hosts or nodes, with ranges as in the inventory, and role:worker or"
              + " role:coordinator, separated by commas")
  public List<String> limit = new ArrayList<>();

  @Option(
      names = "--skip-unreachable",
      description = "leave hosts out that do not answer, and plan the rest")
  public boolean skipUnreachable;

  @Option(
      names = "--max-unavailable",
      paramLabel = "N|N%%",
      defaultValue = "1",
      converter = Amount.class,
      description = "workers to restart at once, or a part of all (default: ${DEFAULT-VALUE})")
  public MaxUnavailable maxUnavailable = MaxUnavailable.ONE;

  @Option(
      names = "--overwrite-drift",
      description = "write over files that were changed by hand since the last apply")
  public boolean overwriteDrift;

  @Option(
      names = "--new-data",
      paramLabel = "NODES",
      split = ",",
      description =
          "let these nodes start with empty data, although they had data once: what they held"
              + " is lost for good; names of nodes, separated by commas")
  List<String> newData = new ArrayList<>();

  /// What they mean for a cluster.
  ///
  /// @throws ProblemException when a part of the limit names nothing
  public Intent of(Inventory inventory) {
    SequencedSet<NodeName> chosen = new LinkedHashSet<>();
    List<Problem> problems = new ArrayList<>();
    for (String selector : limit) {
      for (String name : NameRanges.expand(selector.strip())) {
        List<NodeName> found = select(inventory, name);
        chosen.addAll(found);
        if (found.isEmpty()) {
          problems.add(unknown(inventory, name, selector.strip()));
        }
      }
    }
    SequencedSet<NodeName> startEmpty = new LinkedHashSet<>();
    for (String name : newData) {
      // A part of a cluster is never meant: each loss is named.
      inventory.nodes().stream()
          .map(Node::name)
          .filter(node -> node.value().equals(name.strip()))
          .findFirst()
          .ifPresentOrElse(
              startEmpty::add, () -> problems.add(unknownNode(inventory, name.strip())));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    List<NodeName> ordered =
        inventory.nodes().stream().map(Node::name).filter(chosen::contains).toList();
    return new Intent.Converge(
        ordered, skipUnreachable, maxUnavailable, overwriteDrift, List.copyOf(startEmpty));
  }

  /// Whether any of them was given.
  public boolean areGiven() {
    return !limit.isEmpty()
        || skipUnreachable
        || overwriteDrift
        || !newData.isEmpty()
        || !maxUnavailable.equals(MaxUnavailable.ONE);
  }

  /// What a plan is for.
  public PlanText.Extent extent(ClusterFacts facts) {
    if (!limit.isEmpty()) {
      return PlanText.Extent.CHOSEN;
    }
    return skipUnreachable && !facts.unreachable().isEmpty()
        ? PlanText.Extent.ANSWERING
        : PlanText.Extent.CLUSTER;
  }

  /// The same for the document of a plan.
  public PlanOptions asWritten() {
    return new PlanOptions(
        List.copyOf(limit),
        skipUnreachable,
        maxUnavailable.toString(),
        overwriteDrift,
        List.copyOf(newData));
  }

  /// Takes the options of a document.
  ///
  /// @throws IllegalArgumentException when a value is not one that the option can have
  public void set(PlanOptions saved) {
    limit = saved.limit();
    skipUnreachable = saved.skipUnreachable();
    maxUnavailable = MaxUnavailable.parse(saved.maxUnavailable());
    overwriteDrift = saved.overwriteDrift();
    newData = saved.newData();
  }

  private static List<NodeName> select(Inventory inventory, String name) {
    if (name.startsWith(ROLE)) {
      String word = name.substring(ROLE.length());
      return inventory.nodes().stream()
          .filter(node -> node.role().word().equals(word))
          .map(Node::name)
          .toList();
    }
    List<NodeName> ofHost =
        inventory.nodes().stream()
            .filter(node -> node.host().value().equals(name))
            .map(Node::name)
            .toList();
    return ofHost.isEmpty()
        ? inventory.nodes().stream()
            .map(Node::name)
            .filter(node -> node.value().equals(name))
            .toList()
        : ofHost;
  }

  private static Problem unknown(Inventory inventory, String name, String selector) {
    List<String> known =
        Stream.of(
                inventory.hosts().stream().map(Host::name).map(Object::toString),
                inventory.nodes().stream().map(Node::name).map(NodeName::value),
                Stream.of(Role.values()).map(role -> ROLE + role.word()))
            .flatMap(words -> words)
            .distinct()
            .toList();
    return new Problem(
        CliProblemCodes.LIMIT_UNKNOWN,
        "`" + name + "` is no host, node or role of the inventory",
        "command line",
        name.equals(selector) ? "" : "it is one of those that `" + selector + "` names",
        Suggestion.nearest(name, known)
            .map(meant -> "did you mean `" + meant + "`?")
            .orElse("name hosts as the inventory does, or `role:worker`"));
  }

  private static Problem unknownNode(Inventory inventory, String name) {
    List<String> known = inventory.nodes().stream().map(node -> node.name().value()).toList();
    return new Problem(
        CliProblemCodes.NEW_DATA_UNKNOWN,
        "`" + name + "` is no node of the inventory",
        "command line",
        "`--new-data` names each node that is to start with empty data",
        Suggestion.nearest(name, known)
            .map(meant -> "did you mean `" + meant + "`?")
            .orElse("name a node as `citus-deploy status INVENTORY` does"));
  }

  /// Reads a number or a part.
  static final class Amount implements ITypeConverter<MaxUnavailable> {
    @Override
    public MaxUnavailable convert(String text) {
      try {
        return MaxUnavailable.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
