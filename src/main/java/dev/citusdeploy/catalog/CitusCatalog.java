package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.List;

/// The coordinator's catalog over one SQL session in autocommit, in parts by subject. For one
/// thread at a time. All methods, those of the parts too, throw [ProblemException] with the
/// server's own words when a statement fails; each may be called again.
public interface CitusCatalog extends AutoCloseable {
  /// Sets a time limit for all following statements together. A statement that has not ended by
  /// then fails as in [#gotNoAnswer], at most a moment later, even if a server hangs.
  void within(Duration limit);

  /// Whether something failed because no answer came in time.
  static boolean gotNoAnswer(ProblemException failure) {
    return failure.problems().getFirst().code().equals(NO_ANSWER);
  }

  /// The code of the problem of a statement that got no answer in time.
  String NO_ANSWER = "sql-timeout";

  /// Nodes, versions and roles in one statement.
  ///
  /// @param roles names of roles whose verifiers are wanted
  CatalogFacts.Known facts(List<String> roles);

  /// The registered nodes.
  NodeCatalog nodes();

  /// The client roles.
  RoleCatalog roles();

  /// Tables, shards and their placements.
  ShardCatalog shards();

  /// What runs in the background.
  JobCatalog jobs();

  /// Whether nodes answer, and may be stopped.
  ClusterChecks checks();

  /// Ends the session. Does not throw.
  @Override
  void close();
}
