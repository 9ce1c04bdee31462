package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.List;

/// An SQL session with one node's server, in autocommit. For one thread at a time.
///
/// Its `search_path` is `pg_catalog, pg_temp`, so names resolve to objects of PostgreSQL and Citus.
/// Every statement has a time limit, and ends soon after the session's connection is lost.
public interface SqlSession extends AutoCloseable {
  /// Sets a time limit for all following statements together. A statement that has not ended by
  /// then fails as in [CitusCatalog#gotNoAnswer], at most a moment later, even if the server hangs.
  void within(Duration limit);

  /// All rows of a query.
  ///
  /// @throws ProblemException with the server's own words when it fails
  List<SqlRow> rows(Sql sql);

  /// Runs a statement whose rows, if it has any, do not matter.
  ///
  /// @throws ProblemException with the server's own words when it fails
  void execute(Sql sql);

  /// Ends the session. Does not throw.
  @Override
  void close();
}
