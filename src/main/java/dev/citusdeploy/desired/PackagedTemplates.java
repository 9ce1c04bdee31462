package dev.citusdeploy.desired;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The templates that come with the program.
public final class PackagedTemplates implements TemplateSource {
  /// Paths of all of them.
  static final List<String> NAMES =
      List.of(
          "config/pg_hba.conf.ftl",
          "config/pg_ident.conf.ftl",
          "config/postgresql.conf.ftl",
          "initdb/010-citus.sql",
          "initdb/900-search-path.sql",
          "templates/compose.yml.ftl",
          "templates/functions.sh",
          "templates/health.sh",
          "templates/initialise.sh",
          "templates/initialise.yml.ftl",
          "templates/manifest.json.ftl",
          "templates/reload.sh",
          "templates/start.sh");

  @Override
  public Optional<String> read(String path) {
    try (InputStream file = PackagedTemplates.class.getResourceAsStream("/" + path)) {
      return file == null
          ? Optional.empty()
          : Optional.of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<String> firstStartFiles() {
    return List.of("initdb/010-citus.sql", "initdb/900-search-path.sql");
  }
}
