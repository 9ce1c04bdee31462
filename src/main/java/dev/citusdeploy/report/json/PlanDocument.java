package dev.citusdeploy.report.json;

import dev.citusdeploy.model.NodeAddress;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.NodeFiles;
import dev.citusdeploy.plan.NodeFiles.MovedLink;
import dev.citusdeploy.plan.Plan;
import dev.citusdeploy.plan.Precondition;
import dev.citusdeploy.plan.Step;
import dev.citusdeploy.report.FileChangeView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A plan as data: all that a step will do and what it was planned on, and nothing that differs
/// between two looks at the same servers. Secrets stand in it as keyed hashes only. The schema is
/// described in docs/plan-json.md.
final class PlanDocument {
  /// What a step is for people; everything else of it is exact.
  static final List<String> WORDS = List.of("action", "reason", "diffs");

  private final PlanOrigin origin;
  private final ActionDetails details;
  private final DocumentHashes hashes;

  PlanDocument(PlanOrigin origin) {
    this.origin = origin;
    this.details = new ActionDetails(origin);
    this.hashes = new DocumentHashes(origin.mac());
  }

  /// The keys of a plan, without blockers and notes.
  SequencedMap<String, @Nullable Object> keys(Plan plan) {
    List<SequencedMap<String, @Nullable Object>> steps =
        plan.steps().stream().map(this::step).toList();
    SequencedMap<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("kind", "plan");
    keys.put("inventory", inventory());
    keys.put("options", origin.options());
    keys.put("fingerprint", fingerprint(steps));
    keys.put("converged", plan.isConverged());
    keys.put("steps", steps);
    return keys;
  }

  private Map<String, @Nullable Object> inventory() {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("path", origin.inventory());
    entry.put("sha256", DocumentHashes.hex(origin.hash()));
    entry.put("secrets", origin.secretsFile());
    return entry;
  }

  private static String fingerprint(List<SequencedMap<String, @Nullable Object>> steps) {
    List<Map<String, @Nullable Object>> exact = new ArrayList<>();
    for (SequencedMap<String, @Nullable Object> step : steps) {
      SequencedMap<String, @Nullable Object> copy = new LinkedHashMap<>(step);
      WORDS.forEach(copy::remove);
      exact.add(copy);
    }
    return Sha256.of(JsonMapper.shared().writeValueAsString(exact)).hex();
  }

  private SequencedMap<String, @Nullable Object> step(Step step) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("id", step.id());
    entry.put("host", step.host().value());
    entry.put("node", step.node() == null ? null : step.node().value());
    entry.put("type", step.action().word());
    entry.put("action", step.action().phrase());
    entry.put("reason", step.reason());
    entry.put("after", step.after());
    entry.put("no_way_back", step.hasNoWayBack());
    details.put(step.action(), entry);
    entry.put("planned_on", precondition(step));
    if (!step.action().files().isEmpty()) {
      entry.put("diffs", diffs(step.action().files()));
    }
    return entry;
  }

  /// How files change, for people. Nothing of it is compared: the hashes are.
  static List<Map<String, @Nullable Object>> diffs(List<NodeFiles> nodes) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (NodeFiles node : nodes) {
      String name = node.node().node().name().value();
      if (node.moved() != null) {
        entries.add(moved(name, node.moved()));
      }
      FileChangeView.of(node).forEach(change -> entries.add(diff(name, change)));
    }
    return entries;
  }

  private static Map<String, @Nullable Object> moved(String node, MovedLink moved) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("node", node);
    entry.put("name", "conf/current");
    entry.put("change", "changed");
    entry.put("drift", true);
    entry.put("target", moved.to());
    entry.put("applied_target", moved.applied());
    return entry;
  }

  private static Map<String, @Nullable Object> diff(String node, FileChangeView change) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("node", node);
    entry.put("name", change.name());
    entry.put("change", change.change().effect().name().toLowerCase(Locale.ROOT));
    entry.put("drift", change.isDrift());
    entry.put("remark", change.remark());
    entry.put("diff", change.diff());
    entry.put("diff_by_hand", change.byHand());
    return entry;
  }

  private @Nullable Map<String, @Nullable Object> precondition(Step step) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    switch (step.precondition()) {
      case Precondition.None _ -> {
        return null;
      }
      case Precondition.Files(var folders) -> {
        entry.put("links", folders.stream().map(PlanDocument::current).toList());
        entry.put(
            "files", folders.stream().flatMap(folder -> replaced(step, folder).stream()).toList());
      }
      case Precondition.NoData(var path) -> entry.put("no_data", path);
      case Precondition.Container(var name, var id, var state) -> {
        entry.put("container", name);
        entry.put("id", id);
        entry.put("state", state.name().toLowerCase(Locale.ROOT));
      }
      case Precondition.CoordinatorRow(var address) -> entry.put("coordinator_row", text(address));
      case Precondition.NodeRow(var address, var id) -> {
        entry.put("row_of", address.toString());
        entry.put("node_id", id);
      }
    }
    return entry;
  }

  private List<Map<String, @Nullable Object>> replaced(Step step, Precondition.Folder folder) {
    List<Map<String, @Nullable Object>> entries = new ArrayList<>();
    for (Precondition.Replaced file : folder.files()) {
      SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
      String path = folder.path() + "/" + file.path();
      entry.put("path", path);
      hashes.put(entry, file.hash(), step.action().isSecretFile(path));
      entries.add(entry);
    }
    return entries;
  }

  private static Map<String, @Nullable Object> current(Precondition.Folder folder) {
    SequencedMap<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("path", folder.path() + "/conf/current");
    entry.put("target", folder.current());
    return entry;
  }

  private static @Nullable String text(@Nullable NodeAddress address) {
    return address == null ? null : address.toString();
  }
}
