package dev.citusdeploy.desired;

import java.util.List;
import java.util.Optional;

/// The source of templates and of files that are copied unchanged.
public interface TemplateSource {
  /// A file's text, or nothing when there is no such file.
  ///
  /// @param path with `/`, such as `config/pg_hba.conf.ftl`
  Optional<String> read(String path);

  /// The user's file that replaces a packaged one; empty when the packaged one is used.
  default Optional<String> replacedBy(String path) {
    return Optional.empty();
  }

  /// Paths of the SQL files that run when a node's data is made, in the order they run.
  List<String> firstStartFiles();
}
