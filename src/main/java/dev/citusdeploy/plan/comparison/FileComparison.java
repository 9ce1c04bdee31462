package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.desired.DesiredService;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileDetails;
import dev.citusdeploy.facts.FileFacts;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.facts.gather.FileRequest;
import dev.citusdeploy.model.Sha256;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.FileChange.Before;
import dev.citusdeploy.plan.FileChange.Drift;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Compares the files of a service as they should be with those that are there.
public final class FileComparison {
  private static final List<String> DERIVED = List.of("conf/load-hash", "conf/start-hash");

  private final DesiredService desired;
  private final NodeFacts facts;
  private final FileDetails details;
  private final AppliedRecord applied;
  private final List<FileChange> changes;
  private final @Nullable String generation;

  /// @param details the content of the same files, where it was read
  public FileComparison(DesiredService desired, NodeFacts facts, FileDetails details) {
    this.desired = desired;
    this.facts = facts;
    this.details = details;
    this.generation = facts.links().get(DesiredService.CURRENT);
    this.applied = new AppliedRecord(details, generation);
    this.changes = desired.files().stream().filter(this::differs).map(this::change).toList();
  }

  /// The files to write; null when all are as desired.
  @Nullable ServiceFiles toWrite() {
    boolean switches = !desired.generation().equals(generation);
    return changes.isEmpty() && !switches
        ? null
        : new ServiceFiles(
            desired, changes, switches, switches ? applied.moved(desired.generation()) : null);
  }

  /// Which of these files' contents to read; nothing where nothing differs, or nothing is there.
  Optional<FileRequest> question() {
    if (toWrite() == null || facts.files().isEmpty()) {
      return Optional.empty();
    }
    List<FileRequest.Asked> asked = new ArrayList<>();
    for (FileChange change : changes) {
      Before before = change.before();
      String name = nameOf(change.file());
      if (before != null
          && change.effect() == Effect.CHANGED
          && !change.file().secret()
          && !isDerived(name)
          && FileRequest.Asked.isTellable(before.path())) {
        asked.add(new FileRequest.Asked(name, before.path()));
      }
    }
    return Optional.of(new FileRequest(desired.name(), asked));
  }

  /// The change of the file of a name; empty where it does not change.
  Optional<FileChange> change(String name) {
    return changes.stream().filter(change -> nameOf(change.file()).equals(name)).findFirst();
  }

  /// Whether a file only follows from others, and is of no use to a reader.
  static boolean isDerived(String name) {
    return DERIVED.contains(name);
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

  private FileChange change(DesiredFile file) {
    String name = nameOf(file);
    String path = inUse(file, name);
    boolean isNew = !facts.files().containsKey(file.path());
    FileFacts there = facts.files().get(path);
    if (there == null) {
      boolean lost = applied.knows(name) || file.path().startsWith("conf/" + generation + "/");
      return new FileChange(file, isNew, lost ? Effect.MISSING : Effect.NEW, null);
    }
    Effect effect = effect(file, name, path, there);
    return new FileChange(file, isNew, effect, before(file, name, path, effect));
  }

  private Effect effect(DesiredFile file, String name, String path, FileFacts there) {
    boolean inPlace = path.equals(file.path());
    if (isChangedContent(file, name)) {
      return isDerived(name) && !inPlace ? Effect.CARRIED_OVER : Effect.CHANGED;
    }
    return inPlace && !there.mode().equals(file.mode()) ? Effect.MODE : Effect.CARRIED_OVER;
  }

  private Before before(DesiredFile file, String name, String path, Effect effect) {
    FileFacts there = Objects.requireNonNull(facts.files().get(path));
    FileContent content = file.secret() ? null : details.there().get(path);
    // A derived file differs in each generation, and somebody may have edited it all the same.
    boolean drift =
        (effect == Effect.CHANGED || isDerived(name)) && applied.isDrift(name, there.hash());
    return new Before(
        path,
        there,
        AppliedRecord.fits(content, there.hash()) ? content : null,
        drift ? new Drift(otherApplied(file, name), details.taken().contains(path)) : null);
  }

  /// What was written last, where that is not what shall be written now.
  private @Nullable FileContent otherApplied(DesiredFile file, String name) {
    FileContent written = file.secret() ? null : applied.content(name);
    return new FileContent.Whole(file.content()).equals(written) ? null : written;
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
    return desired.withoutGeneration(file.path());
  }
}
