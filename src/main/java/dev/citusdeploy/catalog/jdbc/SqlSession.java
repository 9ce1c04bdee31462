package dev.citusdeploy.catalog.jdbc;

import dev.citusdeploy.model.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs statements one by one in autocommit, and turns their failures into problems.
final class SqlSession implements AutoCloseable {
  private final Connection connection;
  private final Coordinator coordinator;
  private final Duration readTimeout;

  /// @param readTimeout how long an ordinary statement may keep silent
  SqlSession(Connection connection, Coordinator coordinator, Duration readTimeout) {
    this.connection = connection;
    this.coordinator = coordinator;
    this.readTimeout = readTimeout;
  }

  /// All rows of a query.
  ///
  /// @throws ProblemException in the server's own words when it fails
  <R> List<R> query(Sql sql, RowReader<R> reader) {
    try (PreparedStatement statement = prepare(sql);
        ResultSet found = statement.executeQuery()) {
      List<R> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(reader.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  /// Runs a statement whose rows, if it has any, do not matter.
  ///
  /// @throws ProblemException in the server's own words when it fails
  void execute(Sql sql) {
    try (PreparedStatement statement = prepare(sql)) {
      statement.execute();
    } catch (SQLException e) {
      throw problem(sql, e);
    }
  }

  /// Ends the session. Does not throw: there is nothing left to lose in autocommit.
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException _) {
      // The tunnel ends with its SSH connection at the latest.
    }
  }

  private ProblemException problem(Sql sql, SQLException failure) {
    return new ProblemException(
        SqlProblems.of(sql.title(), coordinator, failure, isOver()), failure);
  }

  /// The driver closes its side when the connection breaks or the server ends the session.
  private boolean isOver() {
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  private PreparedStatement prepare(Sql sql) throws SQLException {
    int millis = sql.patient() ? 0 : Math.toIntExact(readTimeout.toMillis());
    connection.setNetworkTimeout(Runnable::run, millis);
    PreparedStatement statement = connection.prepareStatement(sql.text());
    try {
      for (int i = 0; i < sql.parameters().size(); i++) {
        statement.setObject(i + 1, sql.parameters().get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /// Reads the row a result set stands on.
  interface RowReader<R> {
    R read(ResultSet row) throws SQLException;
  }
}
