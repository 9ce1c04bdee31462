package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredFile;
import dev.citusdeploy.facts.FileContent;
import dev.citusdeploy.facts.FileFacts;
import org.jspecify.annotations.Nullable;

/// A file to write.
///
/// @param file as it shall be
/// @param isNew whether there is nothing at its path yet
/// @param effect what it means to a reader, whatever the generation in its path
/// @param before the file of that name that is in use now; null when there is none
public record FileChange(DesiredFile file, boolean isNew, Effect effect, @Nullable Before before) {

  /// Whether somebody changed the file that is in use by hand, and the server runs with that.
  public boolean isTakenDrift() {
    return before != null && before.drift() != null && before.drift().taken();
  }

  /// Whether somebody changed the file that is in use by hand.
  public boolean isDrift() {
    return before != null && before.drift() != null;
  }

  /// What it does to the rights: `mode 0644 → 0600`.
  public String modes() {
    return "mode "
        + (before == null ? "?" : "%04o".formatted(before.file().mode().bits()))
        + " → %04o".formatted(file.mode().bits());
  }

  /// What writing a file means, compared with the file of that name that is in use now.
  public enum Effect {
    /// There is none of that name.
    NEW,
    /// There is none of that name any more, although one was written.
    MISSING,
    /// It has other content.
    CHANGED,
    /// It has the same content and other rights.
    MODE,
    /// It goes along unchanged into another generation, or only follows from other files.
    CARRIED_OVER
  }

  /// A file that is in use now.
  ///
  /// @param path relative to the node's folder
  /// @param file its hash and mode
  /// @param content what is in it; null where it was not read, as always for secret files
  /// @param drift not null when somebody changed it by hand
  public record Before(
      String path, FileFacts file, @Nullable FileContent content, @Nullable Drift drift) {}

  /// A change by hand.
  ///
  /// @param applied what this program wrote last; null where that is what it would write now, or is
  ///   not known
  /// @param taken whether the server was started with it, or its container made from it
  public record Drift(@Nullable FileContent applied, boolean taken) {}
}
