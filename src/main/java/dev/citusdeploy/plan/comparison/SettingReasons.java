package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.model.ForeignText;
import dev.citusdeploy.model.SecretMask;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.postgres.ConfigurationText;
import dev.citusdeploy.postgres.SettingContexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Names the settings because of which a server restarts or reloads, from the postgresql.conf that
/// is in use and the one that shall be.
public final class SettingReasons {
  private static final int NAMED = 4;
  private static final int LONGEST_VALUE = 40;

  private @Nullable SettingContexts contexts;

  /// Why a restart is needed; empty where the two differ in nothing that needs one, or what is in
  /// use is not known.
  Optional<String> restart(FileChange conf) {
    List<Change> changes =
        changes(conf).stream().filter(change -> contexts().needsRestart(change.name())).toList();
    List<Change> known =
        changes.stream().filter(change -> contexts().isKnown(change.name())).toList();
    List<String> unknown =
        changes.stream()
            .filter(change -> !contexts().isKnown(change.name()))
            .map(Change::name)
            .toList();
    List<String> parts = new ArrayList<>();
    if (!known.isEmpty()) {
      parts.add(
          listed(known.stream().map(Change::toString).toList())
              + (known.size() == 1 ? " needs a restart" : " need a restart"));
    }
    if (!unknown.isEmpty()) {
      parts.add(
          listed(unknown)
              + (unknown.size() == 1
                  ? " is not a setting we know: a restart makes sure that it takes effect"
                  : " are not settings we know: a restart makes sure that they take effect"));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  /// All settings that differ; empty where none does, or what is in use is not known.
  Optional<String> reload(FileChange conf) {
    List<Change> changes = changes(conf);
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(listed(changes.stream().map(Change::toString).toList()));
  }

  private static List<Change> changes(FileChange conf) {
    FileContent content = conf.before() == null ? null : conf.before().content();
    if (!(content instanceof FileContent.Whole(var before))) {
      return List.of();
    }
    SequencedMap<String, String> old = ConfigurationText.settings(before.text());
    SequencedMap<String, String> wanted = ConfigurationText.settings(conf.file().content().text());
    SortedSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(wanted.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(old.get(name), wanted.get(name)))
        .map(name -> new Change(name, old.get(name), wanted.get(name)))
        .toList();
  }

  private static String listed(List<String> all) {
    int more = all.size() - NAMED;
    return String.join(", ", all.subList(0, Math.min(NAMED, all.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private SettingContexts contexts() {
    SettingContexts known = contexts == null ? SettingContexts.packaged() : contexts;
    contexts = known;
    return known;
  }

  /// A setting that differs; null where it is not set.
  private record Change(String name, @Nullable String from, @Nullable String to) {
    @Override
    public String toString() {
      return isSecret(from) || isSecret(to)
          ? name + " (value not shown)"
          : name + " " + shown(from) + " → " + shown(to);
    }

    private boolean isSecret(@Nullable String value) {
      String line = name + " = " + value;
      return !SecretMask.of(line).equals(line);
    }

    private static String shown(@Nullable String value) {
      if (value == null) {
        return "(not set)";
      }
      String clean = value.isEmpty() ? "''" : ForeignText.escaped(value);
      return clean.length() > LONGEST_VALUE ? clean.substring(0, LONGEST_VALUE) + "…" : clean;
    }
  }
}
