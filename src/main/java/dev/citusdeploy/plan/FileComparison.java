package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.Action.FileChange.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node's files as they should be beside those that are there.
final class FileComparison {
  /// The link to the generation in use.
  static final String CURRENT = "conf/current";

  private static final List<String> DERIVED = List.of("conf/load-hash", "conf/start-hash");

  private final DesiredNode desired;
  private final NodeFacts facts;
  private final List<Action.FileChange> changes;
  private final @Nullable String generation;

  FileComparison(DesiredNode desired, NodeFacts facts) {
    this.desired = desired;
    this.facts = facts;
    this.generation = facts.links().get(CURRENT);
    this.changes = desired.files().stream().filter(this::differs).map(this::change).toList();
  }

  /// The files to write; null when all are as desired.
  Action.@Nullable NodeFiles toWrite() {
    boolean switches = !desired.generation().equals(generation);
    return changes.isEmpty() && !switches ? null : new Action.NodeFiles(desired, changes, switches);
  }

  /// Names of files below `conf` that differ from the generation now in use, and names of files
  /// outside of it that differ, without the generation in the path.
  List<String> changedNames(Predicate<String> wanted) {
    List<String> names = new ArrayList<>();
    for (DesiredFile file : desired.files()) {
      String name = nameOf(file);
      if (wanted.test(name) && isChangedContent(file, name)) {
        names.add(name);
      }
    }
    return names;
  }

  /// Whether files that a running server may have read since were changed behind its back: in the
  /// generation that is in use, or the certificates.
  boolean liveFilesDiffer() {
    return changes.stream().anyMatch(change -> isLive(change.file().path()));
  }

  /// Whether the generation in use asks for the same start as the desired one.
  boolean sameStart() {
    return generation != null
        && hashOf("conf/" + generation + "/start-hash") != null
        && !isChangedContent(generationFile("start-hash"));
  }

  private boolean isLive(String path) {
    return path.startsWith("tls/")
        || (desired.generation().equals(generation) && path.startsWith("conf/" + generation + "/"));
  }

  private boolean differs(DesiredFile file) {
    FileFacts there = facts.files().get(file.path());
    return there == null
        || !there.hash().equals(file.content().sha256())
        || !there.mode().equals(file.mode());
  }

  private Action.FileChange change(DesiredFile file) {
    String name = nameOf(file);
    boolean isNew = !facts.files().containsKey(file.path());
    if (hashOf(inUse(file, name)) == null) {
      return new Action.FileChange(file, isNew, Effect.NEW);
    }
    boolean same = DERIVED.contains(name) || !isChangedContent(file, name);
    return new Action.FileChange(file, isNew, isNew && same ? Effect.CARRIED_OVER : Effect.CHANGED);
  }

  private boolean isChangedContent(DesiredFile file) {
    return isChangedContent(file, nameOf(file));
  }

  private boolean isChangedContent(DesiredFile file, String name) {
    return !file.content().sha256().equals(hashOf(inUse(file, name)));
  }

  /// Path of the file of the same name that is in use now.
  private String inUse(DesiredFile file, String name) {
    return name.startsWith("conf/") && generation != null
        ? "conf/" + generation + name.substring("conf".length())
        : file.path();
  }

  private @Nullable Sha256 hashOf(String path) {
    FileFacts there = facts.files().get(path);
    return there == null ? null : there.hash();
  }

  private DesiredFile generationFile(String name) {
    String path = "conf/" + desired.generation() + "/" + name;
    return desired.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no file " + path));
  }

  private String nameOf(DesiredFile file) {
    String prefix = "conf/" + desired.generation() + "/";
    return file.path().startsWith(prefix)
        ? "conf/" + file.path().substring(prefix.length())
        : file.path();
  }
}
