package dev.citusdeploy.plan.comparison;

import dev.citusdeploy.desired.DesiredNode;
import dev.citusdeploy.facts.NodeFacts;
import dev.citusdeploy.plan.ServiceFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one node needs to become as desired; each part with its reason, null where nothing is
/// needed.
///
/// @param node the node as it should be
/// @param hadData whether it was initialised before this run
/// @param serves whether its server runs and is healthy
/// @param files files to write
/// @param initialise why new data is made
/// @param reload why its server must read its files again
/// @param start why it is started, or waited for
/// @param recreate why its server must stop and start again
/// @param record why its first start is recorded
/// @param note what the reader should know beside that
public record NodeNeeds(
    DesiredNode node,
    boolean hadData,
    boolean serves,
    @Nullable ServiceFiles files,
    @Nullable String initialise,
    @Nullable String reload,
    @Nullable String start,
    @Nullable String recreate,
    @Nullable String record,
    @Nullable String note) {

  /// Whether a container will be made, so that the image must be there.
  public boolean needsImage() {
    return initialise != null || start != null || recreate != null;
  }

  /// Whether there is anything to do.
  public boolean needsAnything() {
    return files != null || reload != null || record != null || needsImage();
  }

  public Optional<ServiceFiles> filesToWrite() {
    return Optional.ofNullable(files);
  }

  public static boolean hasData(NodeFacts facts) {
    return !(facts.data() instanceof NodeFacts.DataFolder.Absent);
  }
}
