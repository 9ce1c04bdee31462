package dev.citusdeploy.report;

import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.plan.FileChange;
import dev.citusdeploy.plan.FileChange.Before;
import dev.citusdeploy.plan.FileChange.Drift;
import dev.citusdeploy.plan.FileChange.Effect;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.List;

/// A change of a file as it is shown, without secrets.
///
/// @param name without the generation
/// @param change what is shown
/// @param diff from what is in use to what is wanted; empty where there is none to show
/// @param byHand from what was written last to what is in use, where somebody changed it by hand
///   and the two differences are not the same read backwards; else empty
public record FileChangeView(
    String name, FileChange change, List<String> diff, List<String> byHand) {
  /// They only follow from other files.
  private static final List<String> DERIVED = List.of("conf/load-hash", "conf/start-hash");

  /// Copies the lists.
  public FileChangeView {
    diff = List.copyOf(diff);
    byHand = List.copyOf(byHand);
  }

  /// The changes of a node's files that are of use to a reader.
  public static List<FileChangeView> of(ServiceFiles files) {
    return files.changes().stream()
        .filter(change -> change.effect() != Effect.CARRIED_OVER)
        .map(change -> of(files.nameOf(change), change))
        .filter(change -> change.isDrift() || !DERIVED.contains(change.name()))
        .toList();
  }

  private static FileChangeView of(String name, FileChange change) {
    Before before = change.before();
    if (before == null || before.content() == null || change.file().secret()) {
      return new FileChangeView(name, change, List.of(), List.of());
    }
    FileContent wanted = new FileContent.Whole(change.file().content());
    Drift drift = before.drift();
    FileContent applied = drift == null ? null : drift.applied();
    return new FileChangeView(
        name,
        change,
        FileDiff.lines(before.content(), wanted),
        applied == null ? List.of() : FileDiff.lines(applied, before.content()));
  }

  /// Whether it takes the place of what somebody did by hand.
  public boolean isDrift() {
    return change.isDrift();
  }

  /// The remark after the name.
  public String remark() {
    boolean secret = change.file().secret();
    long lines = FileDiff.count(change.file().content());
    String size = secret ? "(secret)" : "(" + lines + (lines == 1 ? " line)" : " lines)");
    return switch (change.effect()) {
      case NEW -> size;
      case MISSING -> size + " is missing";
      case MODE -> change.modes();
      case CHANGED, CARRIED_OVER ->
          (isDrift() ? "changed by hand since the last apply" : secret ? "changed" : "")
              + (secret ? " (secret, not shown)" : "");
    };
  }
}
