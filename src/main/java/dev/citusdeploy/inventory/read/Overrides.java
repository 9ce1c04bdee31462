package dev.citusdeploy.inventory.read;

import dev.citusdeploy.inventory.check.CheckedSection;
import dev.citusdeploy.inventory.schema.InventorySchema;
import dev.citusdeploy.inventory.yaml.InventoryProblems;
import dev.citusdeploy.inventory.yaml.InventoryProblems.Code;
import dev.citusdeploy.inventory.yaml.LocalFiles;
import dev.citusdeploy.inventory.yaml.Position;
import dev.citusdeploy.inventory.yaml.Value.Scalar;
import dev.citusdeploy.model.ShellCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the folder of files that replace packaged ones. Its files are read elsewhere.
public final class Overrides {
  private static final String USUAL = "overrides";

  private final Path home;
  private final InventoryProblems findings;

  public Overrides(Path home, InventoryProblems findings) {
    this.home = home;
    this.findings = findings;
  }

  /// The folder; null when there is none.
  ///
  /// @param file of the inventory
  public @Nullable Path find(CheckedSection root, Path file) {
    Optional<Scalar> given = root.scalar(InventorySchema.OVERRIDES);
    if (given.isEmpty()) {
      Path usual = file.resolveSibling(USUAL);
      return !root.isBroken(InventorySchema.OVERRIDES) && Files.isDirectory(usual) ? usual : null;
    }
    Position at = given.get().position();
    Path folder = LocalFiles.resolve(home, Path.of(at.file()), given.get().text());
    if (!Files.isDirectory(folder)) {
      findings.add(
          Code.BAD_VALUE,
          at,
          "`overrides` cannot be `" + given.get().text() + "`",
          Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder,
          "make it: "
              + ShellCommand.of("mkdir -p").word(folder.toString()).inline()
              + "; or correct the path, or leave `overrides` out");
    }
    return folder;
  }
}
