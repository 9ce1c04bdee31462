package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Why a service's files are written, in one line.
public final class FilesReason {
  private static final int NAMED = 4;

  private final ServiceFiles files;

  public FilesReason(ServiceFiles files) {
    this.files = files;
  }

  /// The reason, without the node's name.
  public String text() {
    if (files.moved() == null && files.changes().isEmpty()) {
      return "conf/current points elsewhere";
    }
    long fresh = files.changes().stream().filter(change -> isOf(change, Effect.NEW)).count();
    if (fresh == files.service().files().size()) {
      return "new node";
    }
    List<String> parts = new ArrayList<>();
    if (files.moved() != null) {
      parts.add("conf/current was pointed elsewhere by hand");
    }
    add(parts, FileChange::isDrift, " changed by hand");
    add(parts, FilesReason::isOrdinary, " changed");
    add(parts, change -> isOf(change, Effect.NEW), " new");
    add(parts, change -> isOf(change, Effect.MISSING), " missing");
    files.changes().stream()
        .filter(change -> isOf(change, Effect.MODE))
        .limit(NAMED)
        .forEach(change -> parts.add(files.nameOf(change) + " " + change.modes()));
    return parts.isEmpty() ? "another set of the same files" : String.join("; ", parts);
  }

  private void add(List<String> parts, Predicate<FileChange> wanted, String what) {
    List<String> names = files.changes().stream().filter(wanted).map(files::nameOf).toList();
    if (!names.isEmpty()) {
      int more = names.size() - NAMED;
      parts.add(
          String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
              + (more > 0 ? " and " + more + " more" : "")
              + what);
    }
  }

  private static boolean isOrdinary(FileChange change) {
    return isOf(change, Effect.CHANGED) && !change.isDrift();
  }

  private static boolean isOf(FileChange change, Effect effect) {
    return change.effect() == effect;
  }
}
