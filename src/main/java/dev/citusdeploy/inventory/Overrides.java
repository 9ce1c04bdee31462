package dev.citusdeploy.inventory;

import dev.citusdeploy.inventory.Findings.Code;
import dev.citusdeploy.inventory.Value.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the folder of files that replace packaged ones, and those in it that would replace
/// nothing.
final class Overrides {
  /// Every file that can be replaced, by its path in that folder.
  static final List<String> REPLACEABLE =
      List.of(
          "config/pg_hba.conf.ftl",
          "config/pg_ident.conf.ftl",
          "config/postgresql.conf.ftl",
          "initdb/010-citus.sql",
          "templates/compose.yml.ftl",
          "templates/functions.sh",
          "templates/initialise.sh",
          "templates/initialise.yml.ftl",
          "templates/manifest.json.ftl",
          "templates/reload.sh",
          "templates/start.sh");

  private static final String USUAL = "overrides";

  private final Path home;
  private final Findings findings;

  Overrides(Path home, Findings findings) {
    this.home = home;
    this.findings = findings;
  }

  /// The folder; null when there is none.
  ///
  /// @param file of the inventory
  @Nullable Path find(Checked root, Path file) {
    Optional<Scalar> given = root.scalar(InventorySchema.OVERRIDES);
    if (given.isEmpty()) {
      Path usual = LocalFiles.resolve(home, file, USUAL);
      if (root.isBroken(InventorySchema.OVERRIDES) || !Files.isDirectory(usual)) {
        return null;
      }
      check(usual, root.mapping().position());
      return usual;
    }
    Position at = given.get().position();
    Path folder = LocalFiles.resolve(home, Path.of(at.file()), given.get().text());
    if (Files.isDirectory(folder)) {
      check(folder, at);
    } else {
      findings.add(
          Code.BAD_VALUE,
          at,
          "`overrides` cannot be `" + given.get().text() + "`",
          Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder,
          "mkdir -p " + folder);
    }
    return folder;
  }

  private void check(Path folder, Position at) {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .filter(path -> !isHidden(path) && !REPLACEABLE.contains(path))
          .sorted()
          .forEach(path -> replacesNothing(folder, path, at));
    } catch (IOException | UncheckedIOException e) {
      findings.add(
          Code.UNREADABLE,
          at,
          "the folder of overrides cannot be read",
          String.valueOf(e.getMessage()),
          "make " + folder + " readable");
    }
  }

  /// What editors and version control leave lying about.
  private static boolean isHidden(String path) {
    return path.startsWith(".") || path.contains("/.") || path.endsWith("~");
  }

  private void replacesNothing(Path folder, String path, Position at) {
    findings.add(
        Code.BAD_VALUE,
        at,
        "the file `" + folder.resolve(path) + "` would replace nothing",
        "there are " + String.join(", ", REPLACEABLE),
        Suggestion.nearest(path, REPLACEABLE)
            .or(() -> sameName(path))
            .map(meant -> "did you mean `" + meant + "`?")
            .orElse("remove it"));
  }

  private static Optional<String> sameName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return REPLACEABLE.stream()
        .filter(known -> {
          String last = known.substring(known.lastIndexOf('/') + 1);
          return last.equals(name) || last.equals(name + ".ftl");
        })
        .findFirst();
  }
}
