package dev.citusdeploy.plan.source;

import dev.citusdeploy.catalog.CatalogFacts;
import dev.citusdeploy.catalog.CatalogFacts.NodeSettings;
import dev.citusdeploy.catalog.CatalogFacts.SettingFinding;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.health.SettingNotes;
import dev.citusdeploy.model.NodeName;
import dev.citusdeploy.plan.comparison.NodeNeeds;
import dev.citusdeploy.plan.situation.Situation;
import dev.citusdeploy.postgres.ConfigurationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Keeps each worker's `max_connections` at or above the coordinator's at every moment of a roll:
/// each session of the coordinator may need one on every worker. Workers come first by themselves,
/// which is right while values rise; where one falls below what the coordinator runs with, the
/// coordinator comes before.
public final class ConnectionOrder {
  private static final String NAME = "max_connections";
  private static final String NUMBER = "[0-9]{1,9}";

  private final Situation situation;
  private final @Nullable SettingNotes settingNotes;
  private final SequencedMap<NodeName, String> late = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  /// @param catalog with every row at its node's address; empty where it was not read
  /// @param needs of all nodes that steps are planned for
  public ConnectionOrder(
      Situation situation, Optional<CatalogFacts.Known> catalog, List<NodeNeeds> needs) {
    this.situation = situation;
    this.settingNotes =
        catalog.map(known -> new SettingNotes(situation.inventory(), known)).orElse(null);
    DesiredNode coordinator = situation.coordinator();
    OptionalInt limit = running(coordinator);
    if (limit.isEmpty()) {
      return;
    }
    Optional<NodeNeeds> turn =
        needs.stream()
            .filter(need -> need.node().equals(coordinator))
            .filter(need -> need.recreate() != null)
            .findFirst();
    for (NodeNeeds need : needs) {
      if (need.recreate() != null && !need.node().equals(coordinator)) {
        judge(need, limit.getAsInt(), turn.isPresent());
      }
    }
  }

  private void judge(NodeNeeds worker, int limit, boolean coordinatorComesToo) {
    OptionalInt now = running(worker.node());
    OptionalInt next = next(worker.node());
    boolean falls =
        next.isPresent()
            && next.getAsInt() < limit
            && (now.isEmpty() || next.getAsInt() < now.getAsInt());
    if (!falls) {
      return;
    }
    NodeName coordinator = situation.coordinator().node().name();
    NodeName name = worker.node().node().name();
    String fall =
        NAME + " falls to " + next.getAsInt() + ", and " + coordinator + " runs with " + limit;
    if (coordinatorComesToo && worker.serves()) {
      late.put(name, "after " + coordinator + ", for " + fall);
    } else if (!coordinatorComesToo) {
      notes.add(
          "node "
              + name
              + ": its "
              + fall
              + ", so its sessions may find no connection on "
              + name
              + "; lower the coordinator's first");
    }
  }

  /// Why a worker comes after the coordinator; empty when it does not.
  Optional<String> late(DesiredNode node) {
    return Optional.ofNullable(late.get(node.node().name()));
  }

  /// What no order can avoid.
  public List<String> notes() {
    return List.copyOf(notes);
  }

  private Optional<NodeSettings> settings(DesiredNode node) {
    return settingNotes == null ? Optional.empty() : settingNotes.of(node.node());
  }

  private OptionalInt running(DesiredNode node) {
    return settings(node)
        .map(settings -> OptionalInt.of(settings.maxConnections()))
        .orElse(OptionalInt.empty());
  }

  /// What the server will be started with: ALTER SYSTEM wins, and of a file the last line does.
  private OptionalInt next(DesiredNode node) {
    for (SettingFinding finding : settings(node).map(NodeSettings::findings).orElse(List.of())) {
      if (finding instanceof SettingFinding.SetInDataFolder own
          && own.name().equals(NAME)
          && own.value().matches(NUMBER)) {
        return OptionalInt.of(Integer.parseInt(own.value()));
      }
    }
    String path = "conf/" + node.service().generation() + "/postgresql.conf";
    return node.service().files().stream()
        .filter(file -> file.path().equals(path))
        .map(file -> file.content().text())
        .map(text -> ConfigurationText.settings(text).getOrDefault(NAME, ""))
        .filter(value -> value.matches(NUMBER))
        .mapToInt(Integer::parseInt)
        .findFirst();
  }
}
