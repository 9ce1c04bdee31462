package dev.citusdeploy.cli.session;

import dev.citusdeploy.desired.OverriddenTemplates;
import dev.citusdeploy.desired.PackagedTemplates;
import dev.citusdeploy.desired.TemplateSource;
import dev.citusdeploy.inventory.Inventory;
import java.nio.file.Path;

/// Where a cluster's templates come from: those of the program, but for files that the inventory's
/// owner replaces.
public final class TemplateFolder {
  private TemplateFolder() {}

  /// The templates for a cluster.
  ///
  /// @throws dev.citusdeploy.model.ProblemException when a file replaces nothing or cannot be read
  public static TemplateSource of(Inventory inventory) {
    Path folder = inventory.overrides();
    return folder == null ? new PackagedTemplates() : new OverriddenTemplates(folder);
  }
}
