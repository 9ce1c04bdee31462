package dev.citusdeploy.report.json;

import dev.citusdeploy.report.json.PlanDocument.InventoryFile;
import dev.citusdeploy.report.json.PlanDocument.PlannedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A plan that was saved as JSON: what it was made from, and what it was to do.
///
/// @param header what the plan was made from
/// @param document the whole, as it is in the file
public record SavedPlan(Header header, JsonNode document) {
  static final String KIND = "plan";
  private static final int SHOWN = 4;
  private static final int LONGEST = 40;

  /// The part of a plan's document that leads to the same plan again.
  ///
  /// @param format version of the document; 0 where a key is missing or has another type
  public record Header(int format, InventoryFile inventory, PlanOptions options) {
    /// The header of a file that somebody edited.
    static final Header UNREADABLE =
        new Header(0, new InventoryFile("", null, null), PlanOptions.NONE);

    /// Gives keys that are missing their defaults.
    public Header(int format, @Nullable InventoryFile inventory, @Nullable PlanOptions options) {
      boolean named = inventory != null && !inventory.path().isEmpty();
      this.format = named ? format : 0;
      this.inventory = inventory == null ? new InventoryFile("", null, null) : inventory;
      this.options = options == null ? PlanOptions.NONE : options;
    }
  }

  /// The plan in a text; empty when the text is none.
  public static Optional<SavedPlan> parse(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      JsonNode document = JsonText.mapper().readTree(text);
      if (!document.path("kind").asString("").equals(KIND) || !document.path("steps").isArray()) {
        return Optional.empty();
      }
      return Optional.of(new SavedPlan(header(document), document));
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  private static Header header(JsonNode document) {
    try {
      return JsonText.mapper().treeToValue(document, Header.class);
    } catch (JacksonException _) {
      return Header.UNREADABLE;
    }
  }

  /// What moved between this plan and one made now, a line each; empty when both do exactly the
  /// same to the same things. Reasons and other words count for nothing.
  public List<String> differences(SavedPlan now) {
    List<String> lines = new ArrayList<>();
    if (!Objects.equals(header.inventory.sha256(), now.header.inventory.sha256())) {
      lines.add(" the inventory's text is another");
    }
    SequencedMap<String, JsonNode> before = steps();
    SequencedMap<String, JsonNode> after = now.steps();
    SequencedSet<String> ids = new LinkedHashSet<>(before.sequencedKeySet());
    ids.addAll(after.sequencedKeySet());
    for (String id : ids) {
      JsonNode was = before.get(id);
      JsonNode is = after.get(id);
      if (is == null) {
        lines.add(" " + id + ": gone, it was done since or is not needed any more");
      } else if (was == null) {
        lines.add(" " + id + ": new, " + is.path("reason").asString(""));
      } else {
        change(was, is).ifPresent(what -> lines.add(" " + id + ": " + what));
      }
    }
    if (lines.isEmpty() && !List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()))) {
      lines.add(" the order of the steps is another");
    }
    return lines;
  }

  private SequencedMap<String, JsonNode> steps() {
    SequencedMap<String, JsonNode> steps = new LinkedHashMap<>();
    document.path("steps").forEach(step -> steps.put(step.path("id").asString(""), step));
    return steps;
  }

  private static Optional<String> change(JsonNode was, JsonNode is) {
    List<String> changes = new ArrayList<>();
    for (String key : keys(was, is)) {
      if (!PlannedStep.WORDS.contains(key)) {
        collect(key, was.get(key), is.get(key), changes);
      }
    }
    int more = changes.size() - SHOWN;
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join("; ", changes.subList(0, Math.min(SHOWN, changes.size())))
                + (more > 0 ? "; and " + more + " more" : ""));
  }

  private static void collect(
      String place, @Nullable JsonNode was, @Nullable JsonNode is, List<String> changes) {
    if (Objects.equals(was, is)) {
      return;
    }
    if (was != null && is != null && was.isObject() && is.isObject()) {
      for (String key : keys(was, is)) {
        collect(place + "." + key, was.get(key), is.get(key), changes);
      }
    } else if (isByPath(was) && isByPath(is)) {
      SequencedMap<String, JsonNode> before = byPath(was);
      SequencedMap<String, JsonNode> after = byPath(is);
      SequencedSet<String> paths = new LinkedHashSet<>(before.sequencedKeySet());
      paths.addAll(after.sequencedKeySet());
      for (String path : paths) {
        JsonNode then = before.get(path);
        JsonNode now = after.get(path);
        if (then == null || now == null) {
          changes.add(
              place + " " + path + (now == null ? " is no part of it any more" : " is new"));
        } else {
          collect(place + " " + path, then, now, changes);
        }
      }
    } else {
      changes.add(place + " was " + text(was) + ", is " + text(is));
    }
  }

  private static boolean isByPath(@Nullable JsonNode list) {
    if (list == null || !list.isArray()) {
      return false;
    }
    for (JsonNode item : list) {
      if (!item.path("path").isString()) {
        return false;
      }
    }
    return true;
  }

  private static SequencedMap<String, JsonNode> byPath(@Nullable JsonNode list) {
    SequencedMap<String, JsonNode> items = new LinkedHashMap<>();
    if (list != null) {
      list.forEach(item -> items.put(item.path("path").asString(), item));
    }
    return items;
  }

  private static List<String> keys(JsonNode one, JsonNode other) {
    SequencedSet<String> keys = new LinkedHashSet<>(one.propertyNames());
    keys.addAll(other.propertyNames());
    return List.copyOf(keys);
  }

  private static String text(@Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      return "nothing";
    }
    String text = value.isString() ? value.asString() : value.toString();
    return text.matches("[0-9a-f]{64}")
        ? text.substring(0, 12)
        : text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
