package dev.citusdeploy.desired;

import java.util.List;
import java.util.Optional;

/// Where templates, and files that are copied as they are, come from.
public interface TemplateSource {
  /// A file's text, or nothing when there is no such file.
  ///
  /// @param path with `/`, such as `config/pg_hba.conf.ftl`
  Optional<String> read(String path);

  /// The file that stands for a packaged one, as its owner knows it; empty for what is packaged.
  default Optional<String> replacedBy(String path) {
    return Optional.empty();
  }

  /// Paths of the SQL files that run when a node's data is made, in the order they run.
  List<String> firstStartFiles();
}
