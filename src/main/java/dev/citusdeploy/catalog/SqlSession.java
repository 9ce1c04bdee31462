package dev.citusdeploy.catalog;

import dev.citusdeploy.model.ProblemException;
import java.time.Duration;
import java.util.List;

/// An SQL session with one node's server, in autocommit. For one thread at a time.
///
/// Names in it mean what PostgreSQL and Citus made of them (`search_path = pg_catalog, pg_temp`).
/// Every statement has a limit, and ends soon after its session's connection has gone.
public interface SqlSession extends AutoCloseable {
  /// Sets how long everything that is asked from now on may take together. What has not ended by
  /// then fails as in [CitusCatalog#gotNoAnswer], a moment later at most, whether the server lives
  /// or not.
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
