package dev.citusdeploy.plan;

import dev.citusdeploy.desired.DesiredService;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Changed files of one service.
///
/// @param service the service with all its files
/// @param changes what differs, sorted by path
/// @param switchGeneration whether `conf/current` is to be set
/// @param moved what somebody made `conf/current` point to by hand; null when nobody did
public record ServiceFiles(
    DesiredService service,
    List<FileChange> changes,
    boolean switchGeneration,
    @Nullable MovedLink moved) {
  /// Copies the list.
  public ServiceFiles {
    changes = List.copyOf(changes);
  }

  /// The name of a changed file without the generation.
  public String nameOf(FileChange change) {
    return service.withoutGeneration(change.file().path());
  }

  /// Names of what was changed by hand since this program wrote it last, sorted.
  public List<String> drifted() {
    return Stream.concat(
            moved == null ? Stream.empty() : Stream.of(DesiredService.CURRENT),
            changes.stream().filter(FileChange::isDrift).map(this::nameOf))
        .toList();
  }

  /// `conf/current`, pointing where this program did not set it to.
  ///
  /// @param to the generation it points to
  /// @param applied the generation it was last set to
  public record MovedLink(String to, String applied) {}
}
