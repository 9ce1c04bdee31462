package dev.citusdeploy.health;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.CatalogNode;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.inventory.Inventory;
import dev.citusdeploy.inventory.Node;
import dev.citusdeploy.inventory.ServerCommand;
import dev.citusdeploy.model.ForeignForm;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.model.Problem;
import dev.citusdeploy.model.ShellCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/// Notes on settings of running servers that the files alone do not show: values of ALTER SYSTEM,
/// values that need a restart, lines that are not accepted. Pure.
public final class SettingNotes {
  private static final int SHOWN = 60;

  private final Inventory inventory;
  private final CatalogFacts.Known catalog;

  /// @param catalog what the nodes reported
  public SettingNotes(Inventory inventory, CatalogFacts.Known catalog) {
    this.inventory = inventory;
    this.catalog = catalog;
  }

  /// The settings of a node of the inventory; empty when it did not answer.
  public Optional<NodeSettings> of(Node node) {
    return catalog.nodes().stream()
        .filter(row -> row.address().equals(node.address()))
        .map(CatalogNode::id)
        .findFirst()
        .flatMap(id -> Optional.ofNullable(catalog.settings().get(id)));
  }

  /// One sentence per finding, for all nodes that share it, with a command to paste.
  ///
  /// @param restarting nodes that are going to be restarted anyway
  public List<String> all(Set<NodeName> restarting) {
    SequencedMap<SettingFinding, List<Node>> shared = new LinkedHashMap<>();
    for (Node node : inventory.nodes()) {
      for (SettingFinding finding : of(node).map(NodeSettings::findings).orElse(List.of())) {
        relevant(finding, restarting.contains(node.name()))
            .ifPresent(it -> shared.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
      }
    }
    List<String> notes = new ArrayList<>();
    shared.forEach((finding, nodes) -> notes.add(note(finding, nodes)));
    return notes;
  }

  private static Optional<SettingFinding> relevant(SettingFinding finding, boolean restarts) {
    return switch (finding) {
      case SettingFinding.SetInDataFolder(var name, var value, var beaten, var waits) ->
          Optional.of(new SettingFinding.SetInDataFolder(name, value, beaten, waits && !restarts));
      case SettingFinding.AwaitsRestart waits -> restarts ? Optional.empty() : Optional.of(waits);
      case SettingFinding.WrongLine wrong -> Optional.of(wrong);
    };
  }

  private String note(SettingFinding finding, List<Node> nodes) {
    String who =
        (nodes.size() == 1 ? "node " : "nodes ")
            + nodes.stream().map(node -> node.name().value()).collect(Collectors.joining(", "))
            + ": ";
    Node first = nodes.getFirst();
    String where = nodes.size() == 1 ? "" : ", on each of them; on " + first.name();
    return who
        + switch (finding) {
          case SettingFinding.SetInDataFolder own ->
              sentence(own)
                  + (isName(own.name()) ? "; to undo" + where + ":" + undo(own, first) : "");
          case SettingFinding.AwaitsRestart(var name) ->
              ForeignText.inline(name) + " waits for a restart" + where + ":\n  " + restart(first);
          case SettingFinding.WrongLine wrong -> sentence(wrong) + "; the line has no effect";
        };
  }

  private static String sentence(SettingFinding.SetInDataFolder own) {
    String beaten = own.beaten();
    return "postgresql.auto.conf sets "
        + ForeignText.inline(own.name())
        + " = "
        + shortened(own.value())
        + (beaten == null
            ? ", which postgresql.conf does not"
            : " and wins over postgresql.conf's " + shortened(beaten))
        + (own.waits() ? ", after a restart" : "");
  }

  private static String sentence(SettingFinding.WrongLine wrong) {
    return (wrong.file().isEmpty() ? "a configuration file" : ForeignText.inline(wrong.file()))
        + (wrong.line() == 0 ? "" : ":" + wrong.line())
        + ": "
        + (wrong.name().isEmpty() ? "" : ForeignText.inline(wrong.name()) + ": ")
        + ForeignText.inline(wrong.error());
  }

  private String undo(SettingFinding.SetInDataFolder own, Node node) {
    return "\n  "
        + onServer(
            node,
            ServerCommand.psql(
                inventory, node, "ALTER SYSTEM RESET " + own.name(), "SELECT pg_reload_conf()"));
  }

  private String restart(Node node) {
    return onServer(node, ServerCommand.restart(inventory, node));
  }

  private String onServer(Node node, ShellCommand command) {
    return ServerCommand.on(inventory.hostOf(node), command).toString();
  }

  private static boolean isName(String name) {
    return ForeignForm.SETTING.fits(name);
  }

  private static String shortened(String value) {
    return ForeignText.inline(
        value.length() <= SHOWN ? value : ForeignText.line(value.substring(0, SHOWN)) + "…");
  }

  /// Lines that a server does not accept: because of them, a reload changes nothing at all, and a
  /// restart may fail.
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      for (SettingFinding finding : of(node).map(NodeSettings::findings).orElse(List.of())) {
        if (finding instanceof SettingFinding.WrongLine wrong) {
          problems.add(problem(node, wrong));
        }
      }
    }
    return problems;
  }

  private Problem problem(Node node, SettingFinding.WrongLine wrong) {
    boolean own = wrong.file().endsWith("/postgresql.auto.conf");
    String name = wrong.name();
    return new Problem(
        HealthProblemCodes.SETTINGS_REFUSED,
        "the server of " + node.name() + " does not accept a line of its settings",
        "host " + node.host() + ", node " + node.name(),
        sentence(wrong),
        own && isName(name)
            ? "remove it:" + undo(new SettingFinding.SetInDataFolder(name, "", null, false), node)
            : "correct the file: `citus-deploy apply INVENTORY`");
  }
}
